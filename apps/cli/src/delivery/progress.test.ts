import { expect, test } from "vitest";
import { progressLine } from "./progress.ts";

test.each([
  ["before the first phase", [], [], "0.1 s  reading the host…"],
  [
    "phases at work and done",
    [
      ["proc-tree", 412],
      ["persistence", 0],
    ],
    ["persistence"],
    "0.1 s  proc-tree 412  persistence 0…",
  ],
] as const)("%s", (_name, items, running, line) => {
  expect(progressLine(new Map(items), new Set<string>(running), 0.12)).toBe(line);
});
