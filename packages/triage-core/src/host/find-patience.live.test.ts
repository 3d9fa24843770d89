import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { type FindProgress, watchFind } from "./find-patience.ts";

/** Was it told that this command stands still, within the time? */
async function isStuck(program: string, args: readonly string[], progress: FindProgress): Promise<boolean> {
  const child = spawn(program, args, { stdio: "ignore" });
  let stuck = 0;
  const end = watchFind(child.pid ?? 0, progress, () => stuck++);
  onTestFinished(() => {
    end();
    child.kill("SIGKILL");
  });
  for (let i = 0; i < 40 && stuck === 0; i++) await setTimeout(50);
  return stuck === 1;
}

it("tells of a program that sleeps and writes nothing", async () => {
  expect(await isStuck("sleep", ["20"], { chunks: 0, isAwaited: true })).toBe(true);
});

it("says nothing while there is output that we have not taken", async () => {
  expect(await isStuck("sleep", ["20"], { chunks: 0, isAwaited: false })).toBe(false);
});

it("says nothing of one that is at work", async () => {
  const busy = ["-e", "for (;;);"];
  expect(await isStuck(process.execPath, busy, { chunks: 0, isAwaited: true })).toBe(false);
});
