import { expect, test } from "vitest";
import { parseThreadsTotal } from "./loadavg.ts";
import { parseBtime } from "./proc-stat.ts";
import { parseSelectedOption } from "./selected-option.ts";
import { parseUptime } from "./uptime.ts";

test.each([
  ["cpu  1 2\nbtime 1795404757\nprocesses 12\n", 1_795_404_757n],
  ["cpu  1 2\nprocesses 12\n", null],
  ["xbtime 5\n", null],
  ["btime five\n", null],
])("btime of %j", (text, btime) => {
  expect(parseBtime(text)).toBe(btime);
});

test.each([
  ["0.39 0.33 0.25 1/99 7394\n", 99],
  ["0.39 0.33 0.25 7394\n", null],
  ["", null],
])("threads of %j", (text, threads) => {
  expect(parseThreadsTotal(text)).toBe(threads);
});

test.each([
  ["2884.05 5001.10\n", 2884.05],
  ["2884 5001\n", null],
  ["", null],
])("uptime of %j", (text, seconds) => {
  expect(parseUptime(text)).toBe(seconds);
});

test.each([
  ["[none] integrity confidentiality\n", "none"],
  ["none [integrity] confidentiality\n", "integrity"],
  ["none integrity\n", null],
  ["[]", null],
])("selected of %j", (text, word) => {
  expect(parseSelectedOption(text)).toBe(word);
});
