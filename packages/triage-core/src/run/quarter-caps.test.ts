import { expect, test } from "vitest";
import { quarterCaps } from "./quarter-caps.ts";

test("a quarter of every cap, never nothing", () => {
  expect(quarterCaps({ entries: 4096, bytes: 1000, links: 1 })).toEqual({ entries: 1024, bytes: 250, links: 1 });
});
