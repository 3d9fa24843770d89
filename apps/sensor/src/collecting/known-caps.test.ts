import { expect, test } from "vitest";
import { knownCaps } from "./known-caps.ts";
import { registry } from "./registry.ts";

test("caps of phases and names that this version does not have are told, and left out", () => {
  const caps = { "proc-tree": { entries: 9, thoughts: 1 }, "mind-reader": { entries: 1 } };
  expect(knownCaps(registry, caps)).toEqual({
    caps: { "proc-tree": { entries: 9 } },
    unknown: ["proc-tree.thoughts", "mind-reader"],
  });
});
