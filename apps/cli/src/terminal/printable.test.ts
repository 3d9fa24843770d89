import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printable, toCells } from "./printable.ts";

describe("printable", () => {
  test.each([
    ["plain text", "/usr/bin/python3 -c 'x'", "/usr/bin/python3 -c 'x'"],
    ["a lone backslash stays", "dev-disk\\x2dlabel.mount", "dev-disk\\x2dlabel.mount"],
    ["ESC", "a\u001b[31mb", "a\\e[31mb"],
    ["newline, CR, tab", "a\nb\rc\td", "a\\nb\\rc\\td"],
    ["NUL and DEL", "\0\x7f", "\\x00\\x7f"],
    ["C1: CSI in one byte", "\u009b31m", "\\u009b31m"],
    ["right-to-left override", "gpj\u202e.exe", "gpj\\u202e.exe"],
    ["isolates", "\u2066a\u2069", "\\u2066a\\u2069"],
    ["marks of direction", "\u200ea\u200f\u061c", "\\u200ea\\u200f\\u061c"],
    ["zero width", "ls\u200b\u200d\ufeff", "ls\\u200b\\u200d\\ufeff"],
    ["fillers that look like spaces", "a\u3164b\u115f\u2800", "a\\u3164b\\u115f\\u2800"],
    ["other spaces", "a\u00a0b\u3000", "a\\u00a0b\\u3000"],
    ["separators of lines", "a\u2028b\u2029", "a\\u2028b\\u2029"],
    ["tags", "a\u{e0041}", "a\\u{e0041}"],
    ["a lone surrogate", "a\ud800", "a\\ud800"],
    ["a backslash beside an escape is doubled", "\\e\u001b", "\\\\e\\e"],
    ["wide and combined text", "漢字 é e\u0301 😀", "漢字 é e\u0301 😀"],
    ["a mark without a base", "\u0301a", "\\u0301a"],
    ["marks beyond three", "e\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\\u0301"],
  ])("%s", (_name, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test("nothing that steers a terminal or the eye comes through, whatever goes in", () => {
    const nasty = fc.string({
      unit: fc.oneof(
        fc.integer({ min: 0, max: 0x10ffff }).map(String.fromCodePoint),
        fc.constantFrom("\u001b", "\u202e", "\u200b", "\r", "\ud800", "\\"),
      ),
    });
    fc.assert(
      fc.property(nasty, (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u);
        expect(printable(text).isWellFormed()).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("toCells", () => {
  test.each([
    ["a", 1],
    ["漢", 2],
    ["😀", 2],
    ["ｱ", 1],
    ["Ａ", 2],
    ["e\u0301", 1],
    ["\u202e", 6],
  ])("%j takes %i columns", (text, width) => {
    expect(toCells(text).reduce((sum, cell) => sum + cell.width, 0)).toBe(width);
  });
});
