import { expect, it } from "vitest";
import type { ReadPart } from "../contract/host-reader.ts";
import type { Ask } from "../reader/ask.ts";
import { AskScope } from "./ask-scope.ts";
import { blameOf, blockedParts } from "./blame.ts";
import { Pending } from "./pending.ts";
import { parseLook } from "./reader-look.ts";
import type { ReaderProcess } from "./reader-process.ts";

const PARTS: readonly ReadPart[] = [
  { file: "status", maxBytes: 1 },
  { file: "cmdline", maxBytes: 1 },
  { stat: "exe" },
  { link: "exe" },
  { file: "environ", maxBytes: 1 },
];

function blameFor(ask: Ask, word: string, state = "D") {
  const scope = new AskScope(undefined, 1000);
  const pending = new Pending(ask, scope, () => {});
  const reader = { outstanding: new Map([[40, pending]]) } as unknown as ReaderProcess;
  const { pending: blamed, ...rest } = blameOf(reader, { state, word, cpu: 0 });
  return { ...rest, isBlamed: blamed === pending };
}

it("blames the part that the word names, with the patience that it deserves", () => {
  const set: Ask = { kind: "set", path: "/proc/7", parts: PARTS, expect: "" };
  expect(blameFor(set, "14.2")).toEqual({ isBlamed: true, part: 1, mount: 0, kernelFile: true, patienceMs: 250 });
  expect(blameFor(set, "14.3.z")).toMatchObject({ isBlamed: true, part: 2, kernelFile: false, patienceMs: 2000 });
  expect(blameFor(set, "14.0")).toMatchObject({ isBlamed: true, part: -1, kernelFile: true });
  const list: Ask = { kind: "lstat", path: "/mnt/x" };
  expect(blameFor(list, "14.1f")).toEqual({ isBlamed: true, part: -1, mount: 51, kernelFile: false, patienceMs: 2000 });
});

it("blames nobody when the reader was stopped, is idle, or names an ask that is answered", () => {
  const ask: Ask = { kind: "lstat", path: "/x" };
  const blames = [blameFor(ask, "14.1", "T"), blameFor(ask, "lt-reader"), blameFor(ask, "15.1")];
  expect(blames.map(({ isBlamed }) => isBlamed)).toEqual([false, false, false]);
});

it("takes along whatever waits for the same memory lock", () => {
  expect(blockedParts(PARTS, 1)).toBe(0b10010);
  expect(blockedParts(PARTS, 2)).toBe(0b00100);
});

it("reads a look from a line whose name holds anything", () => {
  const line = `9 (a) D 1 (b) S ${Array.from({ length: 20 }, (_, i) => i + 4).join(" ")}\n`;
  expect(parseLook(line)).toEqual({ word: "a) D 1 (b", state: "S", cpu: 14 + 15 });
});
