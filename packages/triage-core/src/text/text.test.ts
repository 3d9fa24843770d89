import { expect, test } from "vitest";
import { keyValues, parseDecimal, splitLines, unescapeOctal } from "./index.ts";

test("splitLines keeps a lone carriage return and a last line without newline", () => {
  expect(splitLines("a\r\nb\rc\n\nd")).toEqual(["a", "b\rc", "", "d"]);
  expect(splitLines("")).toEqual([]);
  expect(splitLines("\n")).toEqual([""]);
});

test("keyValues", () => {
  expect([...keyValues("Name:\tbash\nbad line\nState:\tS (sleeping)\n: no key\n", ":")]).toEqual([
    ["Name", "bash"],
    ["State", "S (sleeping)"],
  ]);
});

test("unescapeOctal", () => {
  expect(unescapeOctal("/mnt/a\\040b\\134\\012c")).toBe("/mnt/a b\\\nc");
  expect(unescapeOctal("\\9\\04")).toBe("\\9\\04");
});

test("parseDecimal", () => {
  expect([parseDecimal("42"), parseDecimal("-1"), parseDecimal("0")]).toEqual([42, -1, 0]);
  for (const bad of ["", " 1", "1e3", "0x1", "9007199254740993"]) expect(parseDecimal(bad)).toBeNull();
});
