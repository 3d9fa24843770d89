import { randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hasStrace } from "./child-process.ts";
import { failSome, killAt, stopAt } from "./crash.ts";
import { problemsOf } from "./outcome.ts";

/** Other points every time; a failure names its seed. */
const start = randomInt(2 ** 31);

describe("T1: nothing that was acknowledged is lost, nothing is there twice", () => {
  test("when operations fail, 22 points", { timeout: 60_000 }, async () => {
    expect(await problemsOf(failSome, start, 22)).toEqual([]);
  });

  test("when the process stops between them, 22 points", { timeout: 60_000 }, async () => {
    expect(await problemsOf(stopAt, start, 22)).toEqual([]);
  });

  test("when it is killed at a system call, 6 points", { timeout: 120_000 }, async ({ skip }) => {
    if (!hasStrace) skip("needs strace: apt-get install strace");
    expect(await problemsOf(killAt, start, 6)).toEqual([]);
  });
});
