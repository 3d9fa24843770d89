import { expect, test } from "vitest";
import { parseGlob } from "./glob.ts";

const matches = (pattern: string, name: string): boolean =>
  parseGlob(pattern).some(([part]) => (typeof part === "string" ? part === name : part?.test(name)));

test.each([
  ["*.conf", "a.conf", true],
  ["*.conf", ".conf", true],
  ["*.conf", "aXconf", false],
  ["a*b*c", "axbxxc", true],
  ["a*b*c", "acb", false],
  ["a?c", "abc", true],
  ["[a-c]x", "bx", true],
  ["[!a]x", "bx", true],
  ["[!a]x", "ax", false],
  ["[z-a]*", "a", false],
  ["[a*", "[ab", true],
  ["a{1,2}*", "a2", true],
  ["a{1}*", "a1", true],
  ["a+(b)*", "a+(b)c", true],
  ["*a\\b", "xa\\b", true],
  ["*a*", "ba", true],
  ["**.d", "x.d", true],
])("%s and %s: %s", (pattern, name, expected) => {
  expect(matches(pattern, name)).toBe(expected);
});

test("braces that make too many stand for themselves, as far as they are not yet read", () => {
  expect(parseGlob("{a,b}".repeat(30)).length).toBe(256);
});

test("a name made for the purpose costs no time", () => {
  expect(matches(`${"*a".repeat(40)}*b`, "a".repeat(255))).toBe(false);
});
