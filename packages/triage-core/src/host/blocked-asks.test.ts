import { expect, it } from "vitest";
import type { Ask } from "../reader/ask.ts";
import { BlockedAsks } from "./blocked-asks.ts";

const ask = (kind: string, path: string): Ask => ({ kind, path }) as Ask;

it("a file that could not be opened is not hashed either; others and its lstat are", () => {
  const blocked = new BlockedAsks();
  blocked.add(ask("file", "/trap"));
  const asked = [ask("file", "/trap"), ask("hash", "/trap"), ask("lstat", "/trap"), ask("file", "/other")];
  expect(asked.map((one) => blocked.has(one))).toEqual([true, true, false, false]);
});

it("a process is blamed part by part, never as a whole", () => {
  const blocked = new BlockedAsks();
  blocked.add(ask("set", "/proc/1"));
  expect(blocked.has(ask("set", "/proc/1"))).toBe(false);
});
