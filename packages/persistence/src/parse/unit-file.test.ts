import { describe, expect, test } from "vitest";
import { parseExecLine } from "./exec-line.ts";
import { parseUnitFile } from "./unit-file.ts";

test("sections, blanks, comments, continuation with a comment inside", () => {
  const text = "\uFEFF# x\n[Unit]\nA = 1\n; y\n[Service]\nExecStart=/a \\\n# inside\n  b\nB=\nno setting\n";
  expect(parseUnitFile(text).map(({ section, key, value, line }) => [section, key, value, line])).toEqual([
    ["Unit", "A", "1", 3],
    ["Service", "ExecStart", "/a    b", 6],
    ["Service", "B", "", 9],
  ]);
});

describe("parseExecLine", () => {
  test.each([
    ["/a b", [["", ["/a", "b"]]]],
    ["-@/bin/sh evil -c x", [["-@", ["/bin/sh", "evil", "-c", "x"]]]],
    ['!!/a "b c" \'d "e\'', [["!!", ["/a", "b c", 'd "e']]]],
    [
      "/a ; /b \\; c",
      [
        ["", ["/a"]],
        ["", ["/b", ";", "c"]],
      ],
    ],
    ["/a \\x41\\tb\\s", [["", ["/a", "A\tb "]]]],
    ["/a 'open", [["", ["/a", "open"]]]],
    ["", []],
  ])("%s", (value, expected) => {
    expect(parseExecLine(value).map(({ prefix, argv }) => [prefix, argv])).toEqual(expected);
  });
});
