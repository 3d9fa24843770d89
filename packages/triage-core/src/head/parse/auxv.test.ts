import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAuxv } from "./auxv.ts";

function auxv(wordSize: 4 | 8, littleEndian: boolean, pairs: readonly (readonly [number, number])[]): Uint8Array {
  const bytes = new Uint8Array(pairs.length * 2 * wordSize);
  const view = new DataView(bytes.buffer);
  pairs.flat().forEach((value, i) => {
    if (wordSize === 8) view.setBigUint64(i * 8, BigInt(value), littleEndian);
    else view.setUint32(i * 4, value, littleEndian);
  });
  return bytes;
}

const PAIRS = [
  [16, 0x178bfbff],
  [6, 16_384],
  [17, 100],
  [3, 64],
  [0, 0],
] as const;

test.each([
  [8, true],
  [8, false],
  [4, true],
  [4, false],
] as const)("words of %i bytes, little-endian %s", (wordSize, littleEndian) => {
  const expected = { page_size: 16_384, ticks_per_second: 100, little_endian: littleEndian };
  expect(parseAuxv(auxv(wordSize, littleEndian, PAIRS))).toEqual(expected);
});

test.each([
  ["empty", []],
  ["no page size", [[17, 100]]],
  ["no ticks", [[6, 4096]]],
  [
    "page size no power of two",
    [
      [6, 4097],
      [17, 100],
    ],
  ],
  [
    "page size zero",
    [
      [6, 0],
      [17, 100],
    ],
  ],
  [
    "ticks zero",
    [
      [6, 4096],
      [17, 0],
    ],
  ],
  [
    "values behind the end",
    [
      [0, 0],
      [6, 4096],
      [17, 100],
    ],
  ],
] as const)("%s is null", (_name, pairs) => {
  expect(parseAuxv(auxv(8, true, pairs))).toBeNull();
});

test("any bytes give a sensible page size or null", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(parseAuxv(bytes)?.page_size ?? 4096).toBeGreaterThanOrEqual(1024);
    }),
  );
});
