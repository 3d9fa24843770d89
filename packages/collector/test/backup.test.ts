import { createPrivateKey } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@livetriage/triage-core/host";
import { expect, test } from "vitest";
import { openAuditLog } from "../src/audit/open-audit-log.ts";
import { initCollector } from "../src/init-collector.ts";
import { serveCollector } from "../src/serve-collector.ts";
import { backupCollector } from "../src/storage/backup-collector.ts";
import { openEmbeddedStorage } from "../src/storage/embedded-storage.ts";
import { nodeDisk } from "../src/storage/node-disk.ts";
import { verifyCollector } from "../src/verify-collector.ts";
import { newOperator } from "./new-operator.ts";
import { withScratch } from "./storage/scratch.ts";
import { type Ack, checkAcks, deliverAll } from "./storage/workload.ts";

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

/** A Collector with forty packages and an audit log, as long as `use` runs, and not closed meanwhile. */
function withCollector(use: (dir: string, scratch: string, acks: readonly Ack[]) => Promise<void>): Promise<void> {
  return withScratch(async (scratch) => {
    const dir = join(scratch, "collector");
    await initCollector({
      dir,
      operatorPub: newOperator({}).publicFile,
      endpoints: ["127.0.0.1:1"],
      clock: systemClock,
    });
    const storage = await openEmbeddedStorage(join(dir, "data"));
    const key = createPrivateKey(readFileSync(join(dir, "audit.key")));
    const audit = await openAuditLog({ disk: nodeDisk(join(dir, "data")), key, clock: systemClock, heads: storage });
    const acks: Ack[] = [];
    await deliverAll(storage, 40, (ack) => acks.push(ack));
    for (let n = 1; n <= 20; n++) await audit.append("push", { n });
    await audit.checkpoint();
    await use(dir, scratch, acks);
    await audit.close();
    await storage.close();
  });
}

test("a Collector that is running is copied, keys and all, and the copy is whole", async () => {
  await withCollector(async (dir, scratch, acks) => {
    const to = join(scratch, "backup");
    await backupCollector({ dir, to });
    expect(await collect(verifyCollector(to))).toEqual([]);
    expect(readFileSync(join(to, "ca.key"))).toEqual(readFileSync(join(dir, "ca.key")));
    expect(statSync(join(to, "ca.key")).mode & 0o077).toBe(0);
    const copy = await openEmbeddedStorage(join(to, "data"));
    expect(await checkAcks(copy, 40, acks)).toEqual([]);
    await copy.close();
    await expect(backupCollector({ dir, to })).rejects.toThrow(`${to} is not empty, nothing was changed`);
  });
});

test("what is not as it was written is told: a package, an audit entry", async () => {
  await withCollector(async (dir) => {
    expect(await collect(verifyCollector(dir))).toEqual([]);
    const segment = join(dir, "data/segments/00000001.seg");
    const bytes = readFileSync(segment);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(segment, bytes);
    const log = join(dir, "data/audit/00000001.ndjson");
    writeFileSync(log, readFileSync(log, "utf8").replace('"n":7', '"n":8'));
    expect(await collect(verifyCollector(dir))).toEqual([
      expect.stringMatching(/^package a+\w: bytes 0 to \d+ are damaged/),
      "audit: entry 8 does not follow the entry before it",
    ]);
  });
});

test("an audit log that was cut at its end is told, by verify and when it is served again", async () => {
  await withCollector(async (dir) => {
    const log = join(dir, "data/audit/00000001.ndjson");
    writeFileSync(log, readFileSync(log, "utf8").split("\n").slice(0, -3).join("\n").concat("\n"));
    const cut = "audit: entry 21 is not the one that was seen before: the log was cut or rewritten";
    expect(await collect(verifyCollector(dir))).toEqual([cut]);
    const told: unknown[] = [];
    const options = { dir, clock: systemClock, listen: "127.0.0.1:0", log: (line: unknown) => told.push(line) };
    await (await serveCollector(options)).close();
    expect(told).toContainEqual({ level: "error", event: "the audit log was cut or rewritten", after: 21 });
    expect(await collect(verifyCollector(dir))).toEqual([
      "audit: entry 20 tells that the log had been cut or rewritten before it",
    ]);
  });
});

test("a directory that is no Collector's is not made one", async () => {
  await withScratch(async (scratch) => {
    await mkdir(join(scratch, "empty"));
    await expect(collect(verifyCollector(join(scratch, "empty")))).rejects.toThrow("collector.yaml");
  });
});
