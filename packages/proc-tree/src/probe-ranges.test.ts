import { expect, test } from "vitest";
import { probeRanges } from "./probe-ranges.ts";

test("a small space is looked at whole, beyond the highest and the last pid", () => {
  expect(probeRanges([1, 300], 5000, false)).toEqual([
    { from: 1, to: 4096 },
    { from: 4097, to: 8192 },
    { from: 8193, to: 9096 },
  ]);
});

test("in a large space the neighbourhood of what is known", () => {
  expect(probeRanges([3_000_000, 3_000_100, 1_000_000], 0, false)).toEqual([
    { from: 1, to: 4096 },
    { from: 999_872, to: 1_000_128 },
    { from: 2_999_872, to: 3_000_228 },
  ]);
});

test("or all of it", () => {
  const ranges = probeRanges([3_000_000], 0, true);
  expect(ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0)).toBe(3_004_096);
});

test("the neighbourhoods of very many pids are cut", () => {
  const known = Array.from({ length: 1000 }, (_, i) => 100_000 + i * 1000);
  const ranges = probeRanges(known, 0, false);
  expect(ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0)).toBeLessThanOrEqual(32_768);
});

test("known pids in a long row are left out, few are asked for with the rest", () => {
  const row = Array.from({ length: 200 }, (_, i) => 1000 + i);
  expect(probeRanges([...row, 5, 6, 7], 0, false)).toEqual([
    { from: 1, to: 999 },
    { from: 1200, to: 5295 },
  ]);
  expect(
    probeRanges(
      row.map((pid) => pid + 100_000),
      0,
      false,
    ),
  ).toEqual([
    { from: 1, to: 4096 },
    { from: 100_872, to: 100_999 },
    { from: 101_200, to: 101_327 },
  ]);
});
