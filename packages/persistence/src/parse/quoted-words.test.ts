import { expect, test } from "vitest";
import { parseIncronWords } from "./incron-words.ts";
import { parseQuotedWords } from "./quoted-words.ts";

test.each([
  ["udev", "/bin/sh -c 'echo $env{X}; /opt/u' %k", ["/bin/sh", "-c", "echo $env{X}; /opt/u", "%k"]],
  ["udev", `a "b c"d ''`, ["a", "b cd", ""]],
  ["udev", String.raw`a\ b 'c\' d`, ["a\\", "b", "c\\", "d"]],
  ["udev", "a 'b c", ["a", "b c"]],
  ["alpm", `/bin/sh -c 'a "b"'  x`, ["/bin/sh", "-c", 'a "b"', "x"]],
  ["alpm", String.raw`a "b\"c" \"d e\f`, ["a", 'b"c', '"d', "e\\f"]],
  ["alpm", "a 'b", null],
  ["glib", String.raw`/opt/my\ x "a\$b\c" 'd\e'`, ["/opt/my x", "a$b\\c", "d\\e"]],
  ["glib", "a | b > c", ["a", "|", "b", ">", "c"]],
  ["glib", 'a "b', null],
  ["alpm", "", []],
] as const)("%s: %s", (format, text, words) => {
  expect(parseQuotedWords(text, format)).toEqual(words);
});

test.each([
  ["/opt/in $@/$#", ["/opt/in", "$@/$#"]],
  ["/opt/in a  b && c", ["/opt/in", "a", "", "b", "&&", "c"]],
  [String.raw`/opt/in a\\ b c\ d \\\\`, ["/opt/in", "a b", "c", "d", "\\"]],
])("incron: %s", (text, words) => {
  expect(parseIncronWords(text)).toEqual(words);
});
