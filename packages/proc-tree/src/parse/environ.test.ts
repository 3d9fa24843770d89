import fc from "fast-check";
import { expect, test } from "vitest";
import { parseEnviron } from "./environ.ts";

const parse = (text: string, cut = false) => parseEnviron(Buffer.from(text), cut);

test("names and values", () => {
  expect(parse("A=1\0B=x=y\0C=\0D\0\0=odd=1\0")).toEqual([
    { name: "A", value: "1" },
    { name: "B", value: "x=y" },
    { name: "C", value: "" },
    { name: "D", value: null },
    { name: "=odd", value: "1" },
  ]);
});

test("of a cut one the last entry is left out", () => {
  expect(parse("A=1\0B=hal", true)).toEqual([{ name: "A", value: "1" }]);
  expect(parse("", true)).toEqual([]);
});

test("any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.boolean(), (bytes, cut) => {
      expect(parseEnviron(bytes, cut).every(({ name }) => name !== "")).toBe(true);
    }),
  );
});
