import { expect, test } from "vitest";
import { backoffMs, jittered } from "./backoff.ts";

test.each([
  [0, 1_000],
  [1, 2_000],
  [8, 256_000],
  [9, 300_000],
  [10_000, 300_000],
])("after %i failures at most %i ms", (failures, most) => {
  expect([0, 0.5, 1].map((random) => backoffMs(failures, random))).toEqual([0, most / 2, most]);
});

test("a heartbeat is a tenth off at most", () => {
  expect([0, 0.5, 1].map((random) => jittered(60_000, random))).toEqual([54_000, 60_000, 66_000]);
});
