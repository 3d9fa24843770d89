import { type ChildProcess, spawn } from "node:child_process";
import { HEALTHY_MS } from "@livetriage/proto-types";
import { testClock } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { keepDaemon } from "./keep-daemon.ts";

/** Runs one script after another in place of a daemon; answers what was told, and the failures before each pause. */
async function run(scripts: readonly string[], livesMs: (life: number) => number = () => 0) {
  const told: string[] = [];
  const failures: number[] = [];
  const clock = testClock(0n);
  const stopped = new AbortController();
  const start = (): ChildProcess => spawn("sh", ["-c", scripts.at(failures.length) ?? ""]);
  await keepDaemon({
    start: () => {
      const daemon = start();
      clock.advance(livesMs(failures.length));
      return daemon;
    },
    tell: (text) => told.push(text),
    pauseMs: (count) => {
      if (failures.push(count) === scripts.length) stopped.abort();
      return 0;
    },
    clock,
    stopped: stopped.signal,
  });
  return { told, failures };
}

test("a daemon that cannot live is started ever more slowly, and its reason told once", async () => {
  const scripts = ["echo no trust >&2; exit 78", "echo no trust >&2; exit 78", "exit 1", "echo no key >&2"];
  expect(await run(scripts)).toEqual({ told: ["no trust\n", "no key\n"], failures: [0, 1, 2, 3] });
});

test("after a long life a failure counts as the first", async () => {
  const lives = [0, HEALTHY_MS, 0];
  const { failures } = await run(["exit 1", "exit 1", "exit 1"], (life) => lives.at(life) ?? 0);
  expect(failures).toEqual([0, 0, 1]);
});

test("a daemon that cannot be started at all is tried again", async () => {
  const clock = testClock(0n);
  const stopped = new AbortController();
  let starts = 0;
  const start = () => {
    starts += 1;
    if (starts === 3) stopped.abort();
    return spawn("/nowhere/daemon", []);
  };
  await keepDaemon({ start, tell: () => undefined, pauseMs: () => 0, clock, stopped: stopped.signal });
  expect(starts).toBe(3);
});

test("a daemon is asked to end, and waited for", async () => {
  const stopped = new AbortController();
  let daemon: ChildProcess | undefined;
  const start = () => {
    daemon = spawn("sh", ["-c", "trap 'exit 3' TERM; echo up; while :; do sleep 0.01; done"]);
    daemon.stdout?.once("data", () => stopped.abort());
    return daemon;
  };
  await keepDaemon({ start, tell: () => undefined, pauseMs: () => 0, clock: testClock(0n), stopped: stopped.signal });
  expect(daemon?.exitCode).toBe(3);
});
