import { describe, expect, test } from "vitest";
import { parseGroup, parsePasswd, parseShadow } from "./accounts.ts";
import { parseYamlLists } from "./yaml-list.ts";

test("passwd", () => {
  expect(parsePasswd("# x\nroot:x:0:0:root:/root:/bin/bash\nbad:x\nx:y:nan:1::/h:\n")).toEqual([
    { line: 2, name: "root", uid: 0, gid: 0, home: "/root", shell: "/bin/bash" },
    { line: 4, name: "x", uid: null, gid: 1, home: "/h", shell: "" },
  ]);
});

test.each([
  ["a:$6$salt$hash:1:", "set", "sha512", 1],
  ["a:$y$j9T$s$h:x:", "set", "yescrypt", null],
  ["a:abcdefghijklm::", "set", "des", null],
  ["a:!$6$s$h:2:", "locked", null, 2],
  ["a:*:3:", "locked", null, 3],
  ["a::4:", "none", null, 4],
])("shadow %s", (line, password, algorithm, lastChange) => {
  expect(parseShadow(line)).toEqual([{ line: 1, name: "a", password, algorithm, lastChange }]);
});

test("group", () => {
  expect(parseGroup("sudo:x:27:a,b\nempty:x:1:\nbad\n")).toEqual([
    { line: 1, name: "sudo", members: ["a", "b"] },
    { line: 2, name: "empty", members: [] },
  ]);
});

describe("parseYamlLists", () => {
  test.each([
    ["command: [\"a\", 'b c', d]", ["a", "b c", "d"]],
    ["command: a b # x", ["a b"]],
    ["command:\n- a\n- 'b c'\nother: x", ["a", "b c"]],
    ["x:\n  - command:\n      - a\n    args: []", ["a"]],
    ["command: |\n  a\n  b\nx: 1", ["a", "b"]],
    ["command:\n - [sh, -c, x]", ["sh -c x"]],
  ])("%j", (text, values) => {
    expect(parseYamlLists(text, ["command"]).map((list) => list.values)).toEqual([values]);
  });
});
