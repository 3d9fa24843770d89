import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keepByStrata, type StrataRules } from "./keep-by-strata.ts";

interface One {
  uid: string;
  exe: string;
  signal: boolean;
}

const rules = (limit: number): StrataRules<One> => ({
  limit,
  classOf: (one) => (one.signal ? 0 : 1),
  stratumOf: (one) => `${one.uid} ${one.exe}`,
  holderOf: (one) => one.uid,
  groupOf: (one) => one.exe,
});

const many = (n: number, make: (i: number) => One): One[] => Array.from({ length: n }, (_, i) => make(i));

describe("keepByStrata", () => {
  test("nothing is cut when all fit", () => {
    const all = many(3, () => ({ uid: "0", exe: "a", signal: false }));
    expect(keepByStrata(all, rules(3))).toEqual({ kept: all, dropped: [], truncation: null });
  });

  test("one of a kind stays among thousands of the same uid", () => {
    const implant = { uid: "1000", exe: "implant", signal: false };
    const all = [...many(30_000, () => ({ uid: "1000", exe: "sleep", signal: false })), implant];
    const { kept, truncation } = keepByStrata(all, rules(100));
    expect(kept).toHaveLength(100);
    expect(kept).toContain(implant);
    expect(truncation).toMatchObject({ dropped: 29_901, groups: [{ key: "sleep", dropped: 29_901 }] });
  });

  test("a user who floods the first class with distinct kinds does not push out another", () => {
    const implant = { uid: "1001", exe: "implant", signal: true };
    const all = [...many(5000, (i) => ({ uid: "1000", exe: `x${i}`, signal: true })), implant];
    expect(keepByStrata(all, rules(10)).kept).toContain(implant);
  });

  test("a user who fills the first class leaves another's rows of the last class a share", () => {
    const implant = { uid: "1001", exe: "implant", signal: false };
    const all = [...many(5000, (i) => ({ uid: "1000", exe: `x${i}`, signal: true })), implant];
    expect(keepByStrata(all, rules(10)).kept).toContain(implant);
  });

  test("the first class comes first", () => {
    const signal = { uid: "0", exe: "a", signal: true };
    const all = [...many(50, (i) => ({ uid: `${i}`, exe: "a", signal: false })), signal];
    expect(keepByStrata(all, rules(1)).kept).toEqual([signal]);
  });

  test("kept and dropped are all, in order, and counted exactly", () => {
    const one = fc.record({
      uid: fc.constantFrom("0", "1", "2"),
      exe: fc.string({ maxLength: 2 }),
      signal: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 200 }), fc.nat(50), (all, limit) => {
        const { kept, dropped, truncation } = keepByStrata(all, rules(limit));
        expect(kept.length).toBe(Math.min(limit, all.length));
        expect(kept.length + dropped.length).toBe(all.length);
        const counted = truncation?.groups.reduce((sum, group) => sum + group.dropped, 0) ?? 0;
        expect(counted).toBe(dropped.length);
        expect(all.filter((x) => kept.includes(x))).toEqual(kept);
      }),
    );
  });
});
