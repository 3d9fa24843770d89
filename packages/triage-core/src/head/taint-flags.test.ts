import { expect, test } from "vitest";
import { taintFlags } from "./taint-flags.ts";

test("taint bits by letter, those of newer kernels by number", () => {
  expect(taintFlags(0)).toEqual([]);
  expect(taintFlags(0b1_0011_0000_0000_0001)).toEqual([
    "P proprietary_module",
    "O out_of_tree_module",
    "E unsigned_module",
    "X distribution_defined",
  ]);
  expect(taintFlags(2 ** 40)).toEqual(["bit 40"]);
});
