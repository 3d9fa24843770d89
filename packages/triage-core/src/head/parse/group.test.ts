import { expect, test } from "vitest";
import { parseGroup } from "./group.ts";

test("groups by gid, the first of equal gids, NIS lines left out", () => {
  const { names, malformed } = parseGroup("root:x:0:\nadm:x:4:syslog,alice\ntoor:x:0:\n+:::\n\n");
  expect([...names]).toEqual([
    [0, "root"],
    [4, "adm"],
  ]);
  expect(malformed).toBe(0);
});

test.each([
  ["no name", ":x:0:"],
  ["no gid", "a:x::"],
  ["gid not a number", "a:x:4b:"],
  ["gid negative", "a:x:-4:"],
  ["no fields", "a"],
])("%s is malformed", (_name, line) => {
  const { names, malformed } = parseGroup(line);
  expect([names.size, malformed]).toEqual([0, 1]);
});
