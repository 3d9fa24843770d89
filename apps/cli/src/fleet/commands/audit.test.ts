import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningCollector, serveCollector } from "@livetriage/collector";
import { systemClock } from "@livetriage/triage-core/host";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run as runCollector } from "../../collector/run.ts";
import { testIo } from "../../testing/test-io.ts";
import { run } from "../run.ts";

const home = mkdtempSync(join(tmpdir(), "livetriage-audit-"));
let collector: RunningCollector;

async function call(...argv: string[]) {
  const io = testIo();
  const code = await run([...argv, "--keys", home], io);
  return { code, out: io.out(), err: io.err() };
}

/** What the operator took away, with changes. */
function writeFleet(changes: object): void {
  const file = JSON.parse(readFileSync(join(home, "c/operators/alice.json"), "utf8"));
  writeFileSync(join(home, "fleet.json"), JSON.stringify({ ...file, ...changes }));
}

beforeAll(async () => {
  await call("keygen", "--name", "alice", "--fleet", "prod");
  const dir = join(home, "c");
  await runCollector(
    ["init", "--operator", join(home, "operator.pub"), "--dir", dir, "--endpoint", "127.0.0.1:1"],
    testIo(),
  );
  const serve = () => serveCollector({ dir, clock: systemClock, listen: "127.0.0.1:0", log: () => undefined });
  collector = await serve();
  writeFleet({ endpoints: [`127.0.0.1:${collector.port}`] });
  await call("join-token");
  await collector.close(); // which signs the entries so far
  collector = await serve();
});
afterAll(async () => {
  await collector.close();
  rmSync(home, { recursive: true });
});

test("prints the log, and says how much of it is signed", async () => {
  writeFleet({ endpoints: [`127.0.0.1:${collector.port}`] });
  const { code, out, err } = await call("audit");
  expect([code, err]).toEqual([
    0,
    expect.stringContaining("2 entries, 1 of them signed by the Collector, key policy: "),
  ]);
  expect(out).toContain("join");
  expect(out).toContain("checkpoint");
});

test("a log whose checkpoints another key has signed was changed", async () => {
  const forged = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" });
  writeFleet({ endpoints: [`127.0.0.1:${collector.port}`], audit_key: forged.toString("base64") });
  const { code, err } = await call("audit");
  expect(code).toBe(65);
  expect(err).toContain("entry 2 is a checkpoint that the Collector's key has not signed");
});
