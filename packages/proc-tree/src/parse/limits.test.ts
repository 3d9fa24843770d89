import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLimits } from "./limits.ts";

test("each line, with and without a unit", () => {
  const text = `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max open files            1024                 524288               files     
Max nice priority         0                    0                    
Max broken                x                    0                    files
`;
  expect(parseLimits(text)).toEqual([
    { resource: "cpu time", soft: "unlimited", hard: "unlimited", unit: "seconds" },
    { resource: "open files", soft: "1024", hard: "524288", unit: "files" },
    { resource: "nice priority", soft: "0", hard: "0", unit: null },
  ]);
});

test("any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(Array.isArray(parseLimits(`Max ${text}`))).toBe(true);
    }),
  );
});
