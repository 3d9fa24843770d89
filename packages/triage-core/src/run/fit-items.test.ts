import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodedSize } from "./encode.ts";
import { type FitRules, fitItems } from "./fit-items.ts";

interface Row {
  pid: number;
  detail: string;
  exe?: string;
  exe_dropped_bytes?: number;
  argv?: string[];
  argv_dropped?: number;
  maps?: string;
}

const rules = (bytes: number): FitRules<Row> => ({
  bytes,
  shrink: ["exe", "argv"],
  levels: { full: ["maps"], standard: ["cwd"] },
  toIndex: (row) => ({ pid: row.pid, detail: "index" }),
});

const total = (rows: readonly object[]): number => rows.reduce((sum, row) => sum + encodedSize(row) + 1, 0);

describe("fitItems", () => {
  test("what fits stays as it is", () => {
    const rows: Row[] = [{ pid: 1, detail: "full", maps: "m" }];
    expect(fitItems(rows, rules(1000))).toEqual({ items: rows, truncations: [] });
  });

  test("one huge row is cut, its neighbours stay whole", () => {
    const rows: Row[] = [
      { pid: 1, detail: "full", argv: Array.from({ length: 4000 }, (_, i) => `arg${i}`) },
      { pid: 2, detail: "full", exe: "/bin/sh", maps: "m" },
    ];
    const { items, truncations } = fitItems(rows, rules(4096));
    expect(items[1]).toEqual(rows[1]);
    expect((items[0]?.argv?.length ?? 0) + (items[0]?.argv_dropped ?? 0)).toBe(4000);
    expect(truncations).toMatchObject([{ cap: "bytes", limit: 4096, kept: "rows, the largest shortened (1 changed)" }]);
  });

  test("columns of full go from the last row up, rows stay", () => {
    const rows: Row[] = Array.from({ length: 10 }, (_, pid) => ({ pid, detail: "full", maps: "m".repeat(100) }));
    const { items } = fitItems(rows, rules(700));
    expect(items).toHaveLength(10);
    expect(items[0]?.maps).toBeDefined();
    expect(items[9]).toEqual({ pid: 9, detail: "standard" });
  });

  test("rows go last, and are counted", () => {
    const rows: Row[] = Array.from({ length: 10 }, (_, pid) => ({ pid, detail: "full", exe: "/x".repeat(300) }));
    const { items, truncations } = fitItems(rows, rules(130));
    expect(items.map((row) => row.pid)).toEqual([0, 1, 2, 3]);
    expect(truncations.at(-1)).toMatchObject({ dropped: 6 * 26 + 6, kept: "the rows ranked first (6 changed)" });
  });

  test("any rows fit any share, in order", () => {
    const row = fc.record({
      pid: fc.nat(),
      detail: fc.constant("full"),
      exe: fc.string({ unit: "binary", maxLength: 3000 }),
      argv: fc.array(fc.string({ unit: "binary", maxLength: 400 }), { maxLength: 50 }),
      maps: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), fc.integer({ min: 1, max: 20_000 }), (rows, bytes) => {
        const { items } = fitItems<Row>(rows, rules(bytes));
        expect(total(items)).toBeLessThanOrEqual(bytes);
        const pids = rows.map((r) => r.pid);
        expect(items.map((r) => r.pid)).toEqual(pids.slice(0, items.length));
      }),
    );
  });
});
