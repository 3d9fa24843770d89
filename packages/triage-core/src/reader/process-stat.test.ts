import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSameImage, type Look, processImage } from "./process-stat.ts";

/** Fields 4 to 52, each its own number. */
const fields = (changes: Record<number, number> = {}): string =>
  Array.from({ length: 49 }, (_, i) => String(changes[i + 4] ?? i + 4)).join(" ");

const imageOf = (text: string) => processImage(Buffer.from(text), Buffer.byteLength(text));
const of = (text: string): Look => ({
  bytes: Buffer.from(text),
  length: Buffer.byteLength(text),
  image: imageOf(text),
});

describe("processImage", () => {
  it("takes its fields whatever the name of the program holds", () => {
    expect(imageOf(`7 (a) R 1 (\n9) S ${fields()}\n`)).toEqual({
      nameEnd: 14,
      state: 0x53,
      flags: 9,
      startTicks: 22,
      startStack: 28,
      argStart: 48,
    });
  });

  it("reads no further than the line", () => {
    const line = Buffer.from(`7 (a) S ${fields()}`);
    expect(processImage(line, 60)).toMatchObject({ startTicks: 22, argStart: Number.NaN });
  });

  it.each(["7 (a) S 1 2", "", ")", "7 (a"])("knows nothing of %j", (text) => {
    expect(imageOf(text)).toMatchObject({ startTicks: Number.NaN, startStack: Number.NaN, argStart: Number.NaN });
  });

  it("ends for any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => void processImage(bytes, bytes.length)));
  });
});

describe("isSameImage", () => {
  const line = (name: string, changes: Record<number, number>): Look => of(`7 (${name}) S ${fields(changes)}\n`);
  const unknown = { 28: 0, 48: 0 };

  it.each([
    ["time passes", line("a", { 14: 1 }), line("a", { 14: 2 }), true],
    ["the name changes", line("a", {}), line("b", {}), true],
    ["the stack begins elsewhere", line("a", {}), line("a", { 28: 1 }), false],
    ["the arguments begin elsewhere", line("a", {}), line("a", { 48: 1 }), false],
    ["nothing may be known, and the name stays", line("a", unknown), line("a", unknown), true],
    ["nothing may be known, and the name changes", line("a", unknown), line("ab", unknown), false],
    [
      "a kernel thread does other work",
      line("a", { ...unknown, 9: 2097216 }),
      line("b", { ...unknown, 9: 2097216 }),
      true,
    ],
  ])("when %s", (_, before, after, same) => {
    expect(isSameImage(before, after)).toBe(same);
  });
});
