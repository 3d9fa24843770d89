import * as fc from "fast-check";
import { expect, it } from "vitest";
import { instantOf, nsOf } from "./instant.ts";

it("an instant is exact to the nanosecond, before the epoch too", () => {
  expect(instantOf(-1n)).toEqual({ s: -1, n: 999_999_999 });
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (ns) => {
      const { s, n } = instantOf(ns);
      expect([nsOf(s, n), n >= 0 && n < 1_000_000_000]).toEqual([ns, true]);
    }),
  );
});
