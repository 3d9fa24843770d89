import { generateKeyPairSync } from "node:crypto";
import { testClock } from "@livetriage/triage-core/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Disk } from "../storage/disk.ts";
import { memoryDisk } from "../storage/memory-disk.ts";
import { StorageFull } from "../storage/storage-errors.ts";
import { type AuditHead, CUT } from "./audit-entry.ts";
import { auditFile } from "./audit-files.ts";
import type { AuditLog, HeadKeeper } from "./audit-log.ts";
import { openAuditLog } from "./open-audit-log.ts";
import { verifyAudit } from "./verify-audit.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const clock = testClock();
const open = (disk: Disk, heads = newKeeper()) => openAuditLog({ disk, key: privateKey, clock, heads });

/** Keeps a head as storage does. */
function newKeeper(): HeadKeeper {
  let kept: AuditHead | null = null;
  return {
    auditHead: async () => kept,
    keepAuditHead: async (head) => {
      kept = head;
    },
  };
}

async function linesOf(log: AuditLog, from = 1): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of log.read(from)) lines.push(line);
  return lines;
}

async function logOf(entries: number, heads = newKeeper()): Promise<{ disk: Disk; log: AuditLog }> {
  const disk = memoryDisk();
  const log = await open(disk, heads);
  for (let n = 1; n <= entries; n++) await log.append("push", { command_id: `c${n}`, n });
  return { disk, log };
}

test("an entry says when, what, and what came before", async () => {
  const { log } = await logOf(1);
  await log.append("submit", { operator: "älice\n" });
  expect((await linesOf(log)).map((line) => JSON.parse(line) as unknown)).toEqual([
    { seq: 1, at: "2026-11-23T12:00:00Z", event: "push", command_id: "c1", n: 1, previous: "0".repeat(64) },
    {
      seq: 2,
      at: "2026-11-23T12:00:00Z",
      event: "submit",
      operator: "älice\n",
      previous: expect.stringMatching(/^\w{64}$/),
    },
  ]);
  expect(log.head().seq).toBe(2);
});

test("fields cannot pass for an entry's own", async () => {
  const { log } = await logOf(0);
  await log.append("refuse", { seq: 9, at: "x", event: "submit", previous: "y" });
  expect(await verifyAudit(await linesOf(log), { key: publicKey })).toEqual({ entries: 1, signed: 0, problems: [] });
  expect(JSON.parse((await linesOf(log))[0] ?? "")).toMatchObject({ seq: 1, event: "refuse" });
});

test("it goes on where the last process ended, also after a torn line", async () => {
  const { disk, log } = await logOf(3);
  await log.close();
  const torn = await disk.create(auditFile(2));
  await torn.append([Buffer.from('{"seq":4,"at":"20')]);
  const next = await open(disk);
  await next.append("push", { n: 4 });
  await next.checkpoint();
  await next.checkpoint();
  expect(await verifyAudit(await linesOf(next), { key: publicKey, head: next.head() })).toEqual({
    entries: 5,
    signed: 4,
    problems: [],
  });
  expect((await linesOf(next, 4)).length).toBe(2);
  expect((await linesOf(next, 9)).length).toBe(0);
});

test("any lines are a log or have problems, never a throw", async () => {
  const key = publicKey;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.string(), fc.json()), { minLength: 1 }), async (lines) => {
      expect((await verifyAudit(lines, { key })).problems.length).toBeGreaterThan(0);
    }),
  );
});

test("a checkpoint comes by itself after a thousand entries", async () => {
  const { log } = await logOf(0);
  await Promise.all(Array.from({ length: 2500 }, (_, n) => log.append("push", { n })));
  const { entries, signed, problems } = await verifyAudit(await linesOf(log), { key: publicKey, head: log.head() });
  expect({ entries, signed, problems }).toEqual({ entries: 2502, signed: 2001, problems: [] });
});

test("what the disk does not take is not in the log", async () => {
  const disk = memoryDisk();
  let isFull = false;
  const log = await open({
    ...disk,
    create: async (name) => {
      const file = await disk.create(name);
      const fail = async () => Promise.reject(Object.assign(new Error("no space left"), { code: "ENOSPC" }));
      return { ...file, append: (parts) => (isFull ? fail() : file.append(parts)) };
    },
  });
  await log.append("push", { n: 1 });
  isFull = true;
  await expect(log.append("push", { n: 2 })).rejects.toBeInstanceOf(StorageFull);
  await expect(log.append("push", { n: 2 })).rejects.toBeInstanceOf(StorageFull);
  isFull = false;
  await log.append("push", { n: 3 });
  expect(await verifyAudit(await linesOf(log), { key: publicKey, head: log.head() })).toMatchObject({
    entries: 2,
    problems: [],
  });
});

describe("T19: each single entry", async () => {
  const { log } = await logOf(12);
  await log.checkpoint();
  for (const n of [1, 2, 3]) await log.append("fetch", { n });
  const lines = await linesOf(log);
  const head = log.head();
  const problemsOf = async (changed: readonly string[]) =>
    (await verifyAudit(changed, { key: publicKey, head })).problems.length;

  test("is whole as written", async () => {
    expect(await verifyAudit(lines, { key: publicKey, head })).toEqual({ entries: 16, signed: 12, problems: [] });
  });

  test.each([...lines.keys()])("entry %i: dropped, changed, put elsewhere, cut off", async (at) => {
    const line = lines[at] ?? "";
    expect(await problemsOf(lines.toSpliced(at, 1)), "dropped").toBeGreaterThan(0);
    expect(await problemsOf(lines.slice(0, at)), "cut off").toBeGreaterThan(0);
    expect(await problemsOf(lines.with(at, line.slice(0, -1))), "cut in its line").toBeGreaterThan(0);
    for (let byte = 0; byte < line.length; byte++) {
      const edited = `${line.slice(0, byte)}${line[byte] === "0" ? "1" : "0"}${line.slice(byte + 1)}`;
      expect(await problemsOf(lines.with(at, edited)), `byte ${byte} changed`).toBeGreaterThan(0);
    }
    for (const other of lines.keys()) {
      if (other === at) continue;
      expect(await problemsOf(lines.toSpliced(at, 1).toSpliced(other, 0, line)), `moved to ${other}`).toBeGreaterThan(
        0,
      );
    }
    expect(await problemsOf(lines.toSpliced(at, 0, line)), "doubled").toBeGreaterThan(0);
  });

  test.each([
    ["its last entry is cut off", 1],
    ["all of it is", 5],
  ])(
    "the next process sees against the head that storage keeps that %s, and so does whoever verifies",
    async (_, cut) => {
      const heads = newKeeper();
      const { disk, log: whole } = await logOf(5, heads);
      await whole.close();
      const bytes = Buffer.from(
        (await linesOf(whole))
          .slice(0, 5 - cut)
          .map((line) => `${line}\n`)
          .join(""),
      );
      await disk.truncate(auditFile(1), bytes.length);
      const kept = await heads.auditHead();
      expect(
        (await verifyAudit(await linesOf(whole), { key: publicKey, ...(kept && { head: kept }) })).problems,
      ).toEqual(["entry 5 is not the one that was seen before: the log was cut or rewritten"]);
      const next = await open(disk, heads);
      expect(next.cutAfter).toEqual(kept);
      await next.append("push", {});
      expect((await verifyAudit(await linesOf(next), { key: publicKey, head: next.head() })).problems).toEqual([
        `entry ${6 - cut} tells that the log had been cut or rewritten before it`,
      ]);
      expect((await linesOf(next, 6 - cut))[0]).toContain(`"event":"${CUT}"`);
    },
  );

  test.each([0, 5])("a log of %i entries that nobody cut is gone on with in silence", async (entries) => {
    const heads = newKeeper();
    const { disk, log: whole } = await logOf(entries, heads);
    await whole.checkpoint();
    await whole.close();
    const next = await open(disk, heads);
    expect([next.cutAfter, next.head()]).toEqual([null, whole.head()]);
  });

  test("a log that somebody wrote anew has no checkpoint of this key", async () => {
    const { privateKey: key } = generateKeyPairSync("ed25519");
    const forged = await openAuditLog({ disk: memoryDisk(), key, clock, heads: newKeeper() });
    await forged.append("push", {});
    await forged.checkpoint();
    const { signed, problems } = await verifyAudit(await linesOf(forged), { key: publicKey });
    expect({ signed, problems }).toEqual({
      signed: 0,
      problems: ["entry 2 is a checkpoint that the Collector's key has not signed"],
    });
  });
});
