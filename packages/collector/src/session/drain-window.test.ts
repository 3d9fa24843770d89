import { expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../server/settings.ts";
import { drainWindowMs } from "./drain-window.ts";

test.each([
  [0, 30_000],
  [3_000, 30_000],
  [10_000, 100_000],
])("%i sensors leave within %i ms", (sensors, ms) => {
  expect(drainWindowMs(sensors, DEFAULT_SETTINGS)).toBe(ms);
});
