import { expect, test } from "vitest";
import { failSome, killAt, stopAt } from "./crash.ts";
import { problemsOf } from "./outcome.ts";

test.each([
  ["operations fail", failSome, 150],
  ["the process stops", stopAt, 150],
  ["the process is killed at a system call", killAt, 200],
])("T1: %s", { timeout: 1_800_000 }, async (_, run, points) => {
  expect(await problemsOf(run, 1, points)).toEqual([]);
});
