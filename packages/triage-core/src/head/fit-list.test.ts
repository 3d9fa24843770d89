import { expect, test } from "vitest";
import { fitList } from "./fit-list.ts";

test("a list keeps what fits and counts the rest", () => {
  expect(fitList(["aa", "bb", "cc"], 12)).toEqual({ kept: ["aa", "bb"], dropped: 1 });
  expect(fitList(["aa"], 3)).toEqual({ kept: [], dropped: 1 });
  expect(fitList([], 2)).toEqual({ kept: [], dropped: 0 });
});
