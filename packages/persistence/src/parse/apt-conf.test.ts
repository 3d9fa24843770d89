import { expect, test } from "vitest";
import { parseAptConf } from "./apt-conf.ts";

test.each([
  ["flat", 'A::B "x";', [["A::B", "x", 1]]],
  [
    "a list",
    'A::B:: "x";\nA::B:: "y";',
    [
      ["A::B", "x", 1],
      ["A::B", "y", 2],
    ],
  ],
  [
    "nested blocks",
    'A\n{\n B { "x"; "y"; };\n C "z";\n};',
    [
      ["A::B", "x", 3],
      ["A::B", "y", 3],
      ["A::C", "z", 4],
    ],
  ],
  ["comments", '// A "n";\n# A "n";\n/* A "n"; */ A "x";', [["A", "x", 3]]],
  [
    "escapes and a bare value",
    'A "say \\"x\\"";\nB /opt/x;',
    [
      ["A", 'say "x"', 1],
      ["B", "/opt/x", 2],
    ],
  ],
  ["an open block and an open quote", 'A { B "x', [["A::B", "x", 1]]],
  ["blocks without end", `${"a{".repeat(40)}b "x";`, [[`${"a::".repeat(32)}b`, "x", 1]]],
  ["a block closed too often", '}} A "x";', [["A", "x", 1]]],
] as const)("%s", (_name, text, expected) => {
  expect(parseAptConf(text).map(({ key, value, line }) => [key, value, line])).toEqual(expected);
});
