import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDuration, parseRfc3339, toRfc3339 } from "./time.ts";

describe("toRfc3339", () => {
  test.each([
    [0n, "1970-01-01T00:00:00Z"],
    [1n, "1970-01-01T00:00:00.000000001Z"],
    [-1n, "1969-12-31T23:59:59.999999999Z"],
    [951_782_400_000_000_000n, "2000-02-29T00:00:00Z"],
    [253_402_300_800_000_000_000n, "+10000-01-01T00:00:00Z"],
    [-62_167_219_201_000_000_000n, "-00001-12-31T23:59:59Z"],
    [9_223_372_036_854_775_807n * 1_000_000_000n, "+292277026596-12-04T15:30:07Z"],
  ])("%s", (ns, text) => {
    expect(toRfc3339(ns)).toBe(text);
  });

  test("agrees with Date where Date can", () => {
    const anyDate = fc.date({
      min: new Date("0000-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(anyDate, (date) => {
        const ns = BigInt(date.getTime()) * 1_000_000n;
        expect(new Date(toRfc3339(ns)).getTime()).toBe(date.getTime());
        expect(parseRfc3339(toRfc3339(ns))).toBe(ns);
      }),
    );
  });
});

describe("parseRfc3339", () => {
  test("zone and fraction", () => {
    expect(parseRfc3339("1970-01-01 01:00:00.5+01:00")).toBe(500_000_000n);
  });

  test.each([
    "2026-11-23T03:33:18",
    "2026-11-23",
    "2026-13-01T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "x",
  ])("refuses %s", (text) => {
    expect(parseRfc3339(text)).toBeNull();
  });
});

test("parseDuration", () => {
  expect(parseDuration("30d")).toBe(30n * 86_400n * 1_000_000_000n);
  expect(parseDuration("90s")).toBe(90_000_000_000n);
  for (const bad of ["", "5", "d", "-1d", "1y", "1.5h", "99999999999d"]) expect(parseDuration(bad)).toBeNull();
});
