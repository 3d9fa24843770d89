import { expect, test } from "vitest";
import { interleave } from "./interleave.ts";

test("each list has its turn, a long one does not keep a short one waiting", () => {
  expect(interleave([["a1", "a2", "a3", "a4"], ["b1"], [], ["c1", "c2"]], 5)).toEqual(["a1", "b1", "c1", "a2", "c2"]);
});

test("no more than asked for, and all when there are fewer", () => {
  expect(interleave([["a1"], ["b1"]], 1)).toEqual(["a1"]);
  expect(interleave([["a1"], ["b1"]], 9)).toEqual(["a1", "b1"]);
  expect(interleave([], 9)).toEqual([]);
});
