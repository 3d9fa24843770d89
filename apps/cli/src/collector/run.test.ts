import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testIo } from "../testing/test-io.ts";
import { run } from "./run.ts";

const home = mkdtempSync(join(tmpdir(), "livetriage-collector-"));
const dir = join(home, "collector");

async function call(...argv: string[]) {
  const io = testIo();
  const code = await run(argv, io);
  return { code, out: io.out(), err: io.err() };
}

let demo: Awaited<ReturnType<typeof call>>;
beforeAll(async () => {
  demo = await call("init", "--demo", "--dir", dir);
});
afterAll(() => rmSync(home, { recursive: true }));

test("init --demo makes both halves and says which one must go elsewhere", () => {
  expect(demo).toMatchObject({ code: 0, out: `${dir}/operator\n`, err: expect.stringContaining("Move it") });
  expect(readdirSync(join(dir, "operator")).toSorted()).toEqual(["fleet.json", "operator.key", "operator.pub"]);
  expect(statSync(join(dir, "operator/operator.key")).mode & 0o777).toBe(0o600);
});

test("a new Collector verifies, and so does its backup", async () => {
  expect(await call("verify", "--dir", dir)).toEqual({ code: 0, out: "", err: "" });
  const copy = join(home, "copy");
  expect(await call("backup", copy, "--dir", dir)).toMatchObject({ code: 0, out: `${copy}\n` });
  expect(await call("verify", "--dir", copy)).toEqual({ code: 0, out: "", err: "" });
  expect(existsSync(join(copy, "ca.key"))).toBe(true);
});

test("all that is wrong with collector.yaml is told in one sentence", async () => {
  const own = join(home, "wrong");
  await call("init", "--demo", "--dir", own);
  appendFileSync(join(own, "collector.yaml"), "retentoin_days: 3\nheartbeat_seconds: 5\n");
  expect(await call("serve", "--dir", own)).toMatchObject({
    code: 69,
    err: expect.stringMatching(
      /yaml: line \d+: retentoin_days: unknown key; collector\.yaml: line \d+: heartbeat_seconds: /,
    ),
  });
});

test("rotate-ca makes another CA beside the former one, and drops that", async () => {
  const own = join(home, "rotated");
  await call("init", "--demo", "--dir", own);
  const certificate = () => readFileSync(join(own, "ca.crt"), "utf8");
  const former = certificate();
  expect(await call("rotate-ca", "--drop-former", "--dir", own)).toMatchObject({
    code: 65,
    err: expect.stringContaining("there is no former CA"),
  });
  expect(await call("rotate-ca", "--dir", own)).toMatchObject({
    code: 0,
    out: expect.stringContaining("The new CA signs"),
  });
  expect(certificate()).not.toBe(former);
  expect(readFileSync(join(own, "ca-former.crt"), "utf8")).toBe(former);
  expect(await call("rotate-ca", "--dir", own)).toMatchObject({
    code: 65,
    err: expect.stringContaining("still believed"),
  });
  expect(await call("rotate-ca", "--drop-former", "--dir", own)).toMatchObject({ code: 0 });
  expect(existsSync(join(own, "ca-former.key"))).toBe(false);
});

test("a FIFO in the place of collector.yaml is not waited for", async () => {
  const other = join(home, "fifo");
  mkdirSync(other);
  execFileSync("mkfifo", [join(other, "collector.yaml")]);
  expect(await call("serve", "--dir", other)).toMatchObject({
    code: 69,
    err: expect.stringContaining(`${other}/collector.yaml is not a regular file`),
  });
});

test.each<[number, string[], string]>([
  [64, ["init"], "init takes either --operator PUB or --demo"],
  [64, ["init", "--demo", "--operator", "x"], "init takes either --operator PUB or --demo"],
  [66, ["init", "--operator", "/nonexistent"], "/nonexistent cannot be read (ENOENT)"],
  [65, ["init", "--operator", "/dev/null"], "/dev/null: "],
  [73, ["init", "--demo", "--dir", dir], `${dir} cannot be made: `],
  [73, ["init", "--demo", "--dir", join(home, "x"), "--endpoint", "nowhere"], "not HOST:PORT: nowhere"],
  [73, ["backup", dir, "--dir", dir], `${dir} cannot be made: ${dir} is not empty`],
  [66, ["verify", "--dir", join(home, "none")], "cannot be read"],
  [69, ["serve", "--dir", join(home, "none")], "cannot be served"],
])("exit code %i and one sentence: %j", async (code, argv, sentence) => {
  const { code: got, err } = await call(...argv);
  expect([got, err]).toEqual([code, expect.stringContaining(sentence)]);
  expect(err.trimEnd()).not.toContain("\n");
});
