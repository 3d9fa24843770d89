import fc from "fast-check";
import { expect, test } from "vitest";
import { expandSudoList, parseSudoAliases, type SudoAliasKind } from "./sudo-aliases.ts";

const TEXT = `
# Cmnd_Alias NOT = /opt/not
Cmnd_Alias SHELLS = /bin/sh, /bin/bash \\
  , /usr/bin/zsh : DEPLOY = /opt/deploy a\\,b, !SHELLS # comment
Cmd_Alias ALL_OF = DEPLOY, NOPASSWD: /opt/x
User_Alias  OPS = alice, %wheel, #1001
Cmnd_Alias LOOP = /bin/a, LOOP2 : LOOP2 = LOOP, /bin/b
Cmnd_Alias SHELLS = /bin/second
Host_Alias BROKEN
`;
const aliases = parseSudoAliases(TEXT);

test("definitions", () => {
  expect([...aliases]).toEqual([
    ["Cmnd SHELLS", ["/bin/sh", "/bin/bash", "/usr/bin/zsh"]],
    ["Cmnd DEPLOY", ["/opt/deploy a\\,b", "!SHELLS"]],
    ["Cmnd ALL_OF", ["DEPLOY", "NOPASSWD: /opt/x"]],
    ["User OPS", ["alice", "%wheel", "#1001"]],
    ["Cmnd LOOP", ["/bin/a", "LOOP2"]],
    ["Cmnd LOOP2", ["LOOP", "/bin/b"]],
  ]);
});

test.each<[string, SudoAliasKind, string]>([
  ["SHELLS", "Cmnd", "/bin/sh, /bin/bash, /usr/bin/zsh"],
  ["/bin/ls, !SHELLS", "Cmnd", "/bin/ls, !/bin/sh, !/bin/bash, !/usr/bin/zsh"],
  ["NOPASSWD: DEPLOY", "Cmnd", "NOPASSWD: /opt/deploy a\\,b, !/bin/sh, !/bin/bash, !/usr/bin/zsh"],
  ["(root) NOPASSWD:SETENV: LOOP2", "Cmnd", "(root) NOPASSWD:SETENV: /bin/a, LOOP2, /bin/b"],
  ["!DEPLOY", "Cmnd", "!/opt/deploy a\\,b, /bin/sh, /bin/bash, /usr/bin/zsh"],
  ["LOOP", "Cmnd", "/bin/a, LOOP, /bin/b"],
  ["OPS, bob", "User", "alice, %wheel, #1001, bob"],
  ["OPS", "Runas", "OPS"],
  ["ALL, UNKNOWN", "Cmnd", "ALL, UNKNOWN"],
])("%s as %s list", (list, kind, expanded) => {
  expect(expandSudoList(list, kind, aliases)).toBe(expanded);
});

test("aliases that double each other end", () => {
  const lines = Array.from({ length: 20_000 }, (_unused, i) => `Cmnd_Alias A${i} = A${i + 1}, A${i + 1}`);
  expect(expandSudoList("A0", "Cmnd", parseSudoAliases(lines.join("\n"))).length).toBeLessThan(8192);
  expect(
    expandSudoList("A0", "Cmnd", parseSudoAliases(`${lines.slice(0, 30).join("\n")}\nCmnd_Alias A30 = `)),
  ).toBeTypeOf("string");
});

test("any text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."AB =:,!\\\n#()_1".split(""), "Cmnd_Alias "), maxLength: 200 }),
      (text) => {
        expandSudoList(text, "Cmnd", parseSudoAliases(text));
      },
    ),
  );
});
