import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lastLine, scratch, shell } from "./livetriage.ts";

/** Send a signal to the command once its first line is out. */
function onFirstLine(signal: NodeJS.Signals): (child: ChildProcess) => void {
  return (child) => child.stdout?.once("data", () => child.kill(signal));
}

/** Is it the command by now, and does it catch SIGINT? Before that it ends as any other would. */
function catchesInterrupt(pid: number): boolean {
  if (!readlinkSync(`/proc/${pid}/exe`).endsWith("/node")) return false;
  const caught = /^SigCgt:\t([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "0";
  return (BigInt(`0x${caught}`) & 2n) !== 0n;
}

/** Do something `after` milliseconds of collecting. */
function onceCollecting(after: number, act: (child: ChildProcess) => void): (child: ChildProcess) => void {
  return (child) => {
    const look = setInterval(() => {
      if (!catchesInterrupt(child.pid ?? 0)) return;
      clearInterval(look);
      setTimeout(act, after, child);
    }, 5);
  };
}

describe("what was collected until then is delivered, marked cancelled", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s: exit code %i", async (signal, code) => {
    const done = await shell("exec $COMMAND collect --format ndjson", onFirstLine(signal));
    const trailer = JSON.parse(lastLine(done.stdout)) as object;
    expect(trailer).toMatchObject({ frame: "trailer", ended: "cancelled" });
    expect(lastLine(done.stderr)).toMatch(/^[0-9a-f]{64} {2}-$/);
    expect(done.code).toBe(code);
  });

  test("a document in a file, whole", async () => {
    const file = join(scratch(), "p.json");
    const interrupt = onceCollecting(400, (child) => child.kill("SIGINT"));
    const done = await shell(`exec $COMMAND collect --output ${file}`, interrupt);
    expect(done.code).toBe(130);
    const { stdout } = await shell(`livetriage verify ${file}; livetriage show ${file} --view gaps`);
    expect(stdout).toContain("schema    livetriage.package/v1: valid");
    expect(stdout).toMatch(/, cancelled\n/);
  });
});

test("a second signal ends the program at once, and leaves no half file behind", async () => {
  const directory = scratch();
  const again = onceCollecting(200, (child) => setInterval(() => child.kill("SIGINT"), 5).unref());
  const done = await shell(`exec $COMMAND collect --output ${directory}/p.json`, again);
  expect(done.code).toBe(130);
  expect(readdirSync(directory).filter((name) => name !== "p.json")).toEqual([]);
});

test("a reader that stands still does not hold the program when it is told to end twice", async () => {
  const { stdout } = await shell(
    `cd ${scratch()}; mkfifo f; sleep 20 < f & set -m
     $COMMAND collect --format ndjson > f & pid=$!
     sleep 3; kill -INT $pid; sleep 0.5; kill -INT $pid; wait $pid; echo $?; kill %1`,
  );
  expect(stdout).toBe("130\n");
});
