import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePressure, whyBusy } from "./pressure.ts";

const BEARABLE = { memory: 20, cpu: 60, io: 60 };

test.each<[string, number | null]>([
  [
    "some avg10=93.35 avg60=92.22 avg300=72.54 total=17943332863\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
    93.35,
  ],
  ["some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n", 0],
  ["full avg10=1.00 avg60=0.00 avg300=0.00 total=0\n", null],
  ["some avg60=1.00\n", null],
  ["some avg10=high avg60=0.00\n", null],
  ["", null],
])("%j tells %s", (text, percent) => {
  expect(parsePressure(text)).toBe(percent);
});

test("any text gives a share or null", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const percent = parsePressure(text);
      expect(percent === null || percent >= 0).toBe(true);
    }),
  );
});

test.each([
  [{ memory: 20, cpu: 60, io: 60 }, null],
  [{ memory: 20.01, cpu: 0, io: 0 }, "memory 20.01 %"],
  [{ memory: 0, cpu: 99.9, io: 60.5 }, "cpu 99.9 %, io 60.5 %"],
  [{ memory: null, cpu: null, io: null }, null],
  [{ memory: null, cpu: 61, io: null }, "cpu 61 %"],
])("%j is too much: %s", (pressure, why) => {
  expect(whyBusy(pressure, BEARABLE)).toBe(why);
});
