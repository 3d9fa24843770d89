import { expect, test } from "vitest";
import { fuzz, fuzzSeeds, parsersIn } from "./fuzz.ts";

const seeds = [Buffer.from("pid 12 (name) S 1\n"), Buffer.from("key=value\n")];

test("a parser that holds has no fault", () => {
  expect(fuzz((bytes, text) => [bytes.length, text.length], seeds, 2000)).toBeNull();
});

test("a throw is a fault, with its input", () => {
  const brittle = (_bytes: Uint8Array, text: string) => {
    if (text.includes(")) ")) throw new RangeError("two in a row");
  };
  const run = () => fuzz((bytes, text) => brittle(bytes, text.replace(") S", ")) ")), seeds, 2000);
  const fault = run();
  expect(run()?.input_base64).toBe(fault?.input_base64);
  expect(fault?.problem).toMatch(/^RangeError: two in a row/);
  expect(Buffer.from(fault?.input_base64 ?? "", "base64").toString("latin1")).toContain(") S");
});

test("so is what takes longer than a second", () => {
  const sleepy = new Int32Array(new SharedArrayBuffer(4));
  expect(fuzz(() => Atomics.wait(sleepy, 0, 0, 1001), seeds, 1)?.problem).toMatch(/^took \d+ ms$/);
});

test("seeds are files of recorded hosts, and parsers are found by their names", () => {
  expect(fuzzSeeds(new URL("../../../../fixtures/hosts/", import.meta.url)).length).toBeGreaterThan(100);
  expect(parsersIn(new URL("../head/parse/", import.meta.url))).toContain("parseMountinfo");
});
