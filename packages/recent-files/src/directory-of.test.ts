import fc from "fast-check";
import { expect, it } from "vitest";
import { createDirectoryOf } from "./directory-of.ts";

const path = fc
  .array(fc.constantFrom("a", "b", "ab"), { minLength: 1, maxLength: 4 })
  .map((names) => `/${names.join("/")}`);

it("tells what stands before the last name, whatever was asked before", () => {
  fc.assert(
    fc.property(fc.array(path), (paths) => {
      const expected = paths.map((one) => one.split("/").slice(0, -1).join("/") || "/");
      expect(paths.map(createDirectoryOf())).toEqual(expected);
    }),
  );
});
