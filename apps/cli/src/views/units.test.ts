import { expect, test } from "vitest";
import { age, bytes, counted, duration, second, span } from "./units.ts";

test.each([
  [0, "0 s"],
  [59, "59 s"],
  [3600, "1 h"],
  [3661, "1 h 1 min"],
  [266_400, "3 d 2 h"],
])("span %i", (seconds, text) => {
  expect(span(seconds)).toBe(text);
});

test.each([
  [0, "items", "0 items"],
  [1, "items", "1 item"],
  [1, "entries", "1 entry"],
  [2, "entries", "2 entries"],
] as const)("%i of what is called %s", (count, plural, text) => {
  expect(counted(count, plural)).toBe(text);
});

test.each([
  [null, "-"],
  [0.4, "0 ms"],
  [310, "310 ms"],
  [1234, "1.2 s"],
  [90_000, "1 min 30 s"],
])("duration %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([
  ["2026-11-23T11:59:57.5Z", "2 s"],
  ["2026-11-20T11:00:00Z", "3 d"],
  ["2026-10-01T00:00:00Z", "53 d"],
  ["2026-11-23T14:00:00Z", "in 2 h"],
  [null, "-"],
  ["yesterday", "-"],
])("age %s", (time, text) => {
  expect(age(time, "2026-11-23T12:00:00Z")).toBe(text);
});

test("second drops the fraction and leaves what is no time", () => {
  expect(second("2026-11-23T03:33:18.123456789Z")).toBe("2026-11-23 03:33:18Z");
  expect(second("soon")).toBe("soon");
});

test.each([
  [null, "-"],
  [1023, "1023 B"],
  [1024, "1.0 KiB"],
  [5_000_000, "4.8 MiB"],
])("bytes %s", (size, text) => {
  expect(bytes(size)).toBe(text);
});
