import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run as runCollector } from "../collector/run.ts";
import { testIo } from "../testing/test-io.ts";
import { run } from "./run.ts";

const RUN = "0".repeat(32);

let home: string;
let keys: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "livetriage-keys-"));
  keys = join(home, "keys");
  await call("keygen", "--name", "alice", "--fleet", "prod");
  await runCollector(
    ["init", "--operator", join(keys, "operator.pub"), "--dir", join(home, "c"), "--endpoint", "127.0.0.1:1"],
    testIo(),
  );
  copyFileSync(join(home, "c/operators/alice.json"), join(keys, "fleet.json"));
});
afterAll(() => rmSync(home, { recursive: true }));

async function call(...argv: string[]) {
  const io = testIo();
  const code = await run(argv.includes("--keys") ? argv : [...argv, "--keys", keys], io);
  return { code, out: io.out(), err: io.err() };
}

describe("keygen", () => {
  test("makes files that only their owner reads", () => {
    expect(statSync(keys).mode & 0o777).toBe(0o700);
    expect(statSync(join(keys, "operator.key")).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(keys, "operator.pub"), "utf8"))).toMatchObject({
      name: "alice",
      recipient: expect.stringMatching(/^age1/),
    });
  });

  test("never replaces a key", async () => {
    const before = readFileSync(join(keys, "operator.key"));
    expect(await call("keygen", "--name", "bob")).toMatchObject({
      code: 73,
      err: `livetriage: ${join(keys, "operator.key")} exists, and is not replaced\n`,
    });
    expect(readFileSync(join(keys, "operator.key"))).toEqual(before);
  });

  test.each([
    ["--name", "Alice B"],
    ["--fleet", "a/b"],
  ])("%s %s is refused", async (flag, value) => {
    expect(await call("keygen", flag, value)).toMatchObject({ code: 64, err: expect.stringContaining(flag) });
  });
});

const collect = ["collect", "--host", "web-1", "--reason", "x"];

describe("one sentence, before anybody is asked", () => {
  test.each([
    [["colect"], "unknown command 'colect'; there are keygen, "],
    [["collect", "--reason", "x"], "--host or --label says which hosts, and is required"],
    [["collect", "--host", "web-1"], "--reason says why, and is required"],
    [[...collect, "--expires", "soon"], "--expires takes a duration up to 24h such as 30m, not 'soon'"],
    [[...collect, "--expires", "25h"], "--expires takes a duration up to 24h"],
    [[...collect, "--since", "soon"], "--since: must be a duration"],
    [[...collect, "--phase", "procs"], "--phase: there is no phase 'procs'"],
    [
      [...collect, "--cap", "proc-tree.entries=0"],
      "--cap proc-tree.entries=0: the value must be a whole number from 1",
    ],
    [[...collect, "--budget", "fast"], "--budget takes a duration"],
    [[...collect, "--root", "/mnt"], "unknown flag --root; collect takes "],
    [[...collect, "--canary", "few"], "--canary takes a share such as 2%, not 'few'"],
    [[...collect, "--rate", "100"], "--rate takes a number a minute such as 100/min, not '100'"],
    [[...collect, "--stop-after", "101%"], "--stop-after takes a share such as 2%, not '101%'"],
    [[...collect, "--label", "env"], "--label takes NAME=VALUE, not 'env'"],
    [["cancel", "last"], "a run is named by 32 hex digits"],
    [["join-token", "--uses", "0"], "--uses takes a number from 1 to 10000, not '0'"],
    [["join-token", "--ttl", "8d"], "--ttl takes a duration up to 7d such as 1h or 15m, not '8d'"],
    [["join-token", "--label", "env"], "--label takes NAME=VALUE, not 'env'"],
    [["watch"], "watch needs RUN"],
    [["watch", "last"], "a run is named by 32 hex digits, as fleet collect prints them, not 'last'"],
    [["fetch", RUN], "--output says where the packages go, and is required"],
    [["fetch", RUN, "--output", "x", "--format", "xml"], "--format takes ndjson, json, not 'xml'"],
  ])("%j", async (argv, sentence) => {
    const { code, out, err } = await call(...argv);
    expect([code, out]).toEqual([64, ""]);
    expect(err).toContain(sentence);
    expect(err.trimEnd()).not.toContain("\n");
  });
});

describe("keys and Collector", () => {
  test("a Collector that does not answer", async () => {
    expect(await call(...collect)).toEqual({
      code: 69,
      out: "",
      err: "livetriage: the Collector of fleet prod cannot be reached: 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1\n",
    });
  });

  test.each<[string, (dir: string) => void, number, string]>([
    ["no operator.key", (dir) => rmSync(join(dir, "operator.key")), 66, "livetriage fleet keygen makes it"],
    ["no fleet.json", (dir) => rmSync(join(dir, "fleet.json")), 66, "livetriage collector init makes it"],
    ["fleet.json is not JSON", (dir) => writeFileSync(join(dir, "fleet.json"), "x"), 65, "fleet.json: "],
    ["a root key of somebody else", forgeRoot, 65, "fleet.json: the key policy is not signed by the fleet's root key"],
    ["no CA", (dir) => change(dir, { ca_pem: "x" }), 65, "fleet.json: ca_pem is not what it should be"],
  ])("%s", async (_, harm, code, sentence) => {
    const harmed = mkdtempSync(join(home, "harmed-"));
    for (const name of ["operator.key", "operator.pub", "fleet.json"])
      copyFileSync(join(keys, name), join(harmed, name));
    chmodSync(join(harmed, "operator.key"), 0o600);
    harm(harmed);
    const { code: got, err } = await call("sensors", "--keys", harmed);
    expect([got, err]).toEqual([code, expect.stringContaining(sentence)]);
  });
});

function change(directory: string, fields: object): void {
  const path = join(directory, "fleet.json");
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), ...fields }));
}

function forgeRoot(directory: string): void {
  const { signing_key } = JSON.parse(readFileSync(join(home, "keys/operator.pub"), "utf8"));
  const forged = Buffer.from(signing_key, "base64");
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  change(directory, { root_key: forged.toString("base64") });
}
