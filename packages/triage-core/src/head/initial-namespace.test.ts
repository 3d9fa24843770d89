import { expect, test } from "vitest";
import { isInitialMountNamespace, isInitialNamespace } from "./initial-namespace.ts";

test.each([
  ["pid", "pid:[4026531836]", true],
  ["pid", "pid:[4026532200]", false],
  ["user", "user:[4026531837]", true],
  ["user", "user:[4026532201]", false],
  ["user", null, null],
] as const)("%s namespace %s is initial: %s", (kind, link, expected) => {
  expect(isInitialNamespace(kind, link)).toBe(expected);
});

test.each([
  ["mnt:[4026531832]", null, null, true],
  ["mnt:[4026531840]", null, true, true],
  ["mnt:[4026531841]", "mnt:[4026531841]", true, true],
  ["mnt:[4026532300]", "mnt:[4026531841]", true, false],
  ["mnt:[4026531900]", "mnt:[4026531900]", true, true],
  ["mnt:[4026532300]", "mnt:[4026532300]", false, null],
  ["mnt:[4026532300]", null, true, null],
  [null, "mnt:[4026531840]", true, null],
] as const)("mount namespace %s, of init %s, initial pids %s: %s", (own, ofInit, inInitialPids, expected) => {
  expect(isInitialMountNamespace(own, ofInit, inInitialPids)).toBe(expected);
});
