import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run as runCollector } from "../../collector/run.ts";
import { testIo } from "../../testing/test-io.ts";
import { run } from "../run.ts";

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "livetriage-policy-"));
  await call("keygen", "--name", "alice", "--fleet", "prod");
  const init = [
    "init",
    "--operator",
    join(home, "operator.pub"),
    "--dir",
    join(home, "c"),
    "--endpoint",
    "127.0.0.1:1",
  ];
  await runCollector(init, testIo());
  copyFileSync(join(home, "c/operators/alice.json"), join(home, "fleet.json"));
});
afterAll(() => rmSync(home, { recursive: true }));

async function call(...argv: string[]) {
  const io = testIo();
  const code = await run([...argv, "--keys", home], io);
  return { code, out: io.out(), err: io.err() };
}

test("without a change it says who may command, and asks nobody", async () => {
  const { code, out, err } = await call("policy");
  expect(code).toBe(0);
  expect(out).toMatch(/^ +alice +[0-9a-f]{64} +age1\w{58}$/m);
  expect(err).toContain("fleet prod, version 1: 1 must sign for up to 50 named hosts, else 1");
});

test.each([
  [["--signers", "none"], "--signers takes a number from 1 to 64, not 'none'"],
  [["--add", "/nowhere/operator.pub"], "/nowhere/operator.pub"],
])("%j: one sentence, before anybody is asked", async (argv, sentence) => {
  const { code, err } = await call("policy", ...argv);
  expect(code).toBeGreaterThanOrEqual(64);
  expect(err).toContain(sentence);
});
