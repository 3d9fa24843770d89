import { expect, test } from "vitest";
import { testIo } from "../testing/test-io.ts";
import { progressLine, startProgress } from "./progress.ts";

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

test("the line is taken away once", async () => {
  const io = testIo({ terminal: true });
  const progress = startProgress(io, true);
  await progress.end();
  const ended = io.err();
  expect(ended).toMatch(/reading the host…\r\u001b\[K$/);
  await progress.end();
  expect(io.err()).toBe(ended);
});

test("nothing for a terminal that cannot take a line back", async () => {
  const io = { ...testIo({ terminal: true }), env: { TERM: "dumb" } };
  await startProgress(io, true).end();
  expect(io.err()).toBe("");
});
