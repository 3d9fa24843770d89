import { type ChildProcess } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lastLine, scratch, shell } from "./livetriage.ts";

/** Send a signal to the command once its first line is out. */
function onFirstLine(signal: NodeJS.Signals): (child: ChildProcess) => void {
  return (child) => child.stdout?.once("data", () => child.kill(signal));
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
    const done = await shell(`exec $COMMAND collect --output ${file}`, (child) =>
      setTimeout(() => child.kill("SIGINT"), 700),
    );
    expect(done.code).toBe(130);
    const { stdout } = await shell(`livetriage verify ${file}; livetriage show ${file} --view gaps`);
    expect(stdout).toContain("schema    livetriage.package/v1: valid");
    expect(stdout).toMatch(/, cancelled\n/);
  });
});

test("a second signal ends the program at once, and leaves no half file behind", async () => {
  const directory = scratch();
  const done = await shell(`exec $COMMAND collect --output ${directory}/p.json`, (child) => {
    setTimeout(() => setInterval(() => child.kill("SIGINT"), 5).unref(), 600);
  });
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
