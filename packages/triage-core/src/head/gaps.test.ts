import { expect, test } from "vitest";
import { createGaps } from "./gaps.ts";

test("a long string is cut at whole characters by its size as JSON, and the cut is told", () => {
  const gaps = createGaps();
  expect(gaps.brief("é😀\u0001x", "/f", 12)).toBe("é😀\u0001");
  expect(gaps.errors).toEqual([
    { kind: "skipped", why: "budget", scope: "field", source: "/f", message: "Text cut to 12 bytes." },
  ]);
  expect(gaps.brief("a\uDCFF", "/f", 12)).toBe("a\\xff");
  expect(gaps.errors).toHaveLength(1);
});
