import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeHeader, HEADER_BYTES, parseSegment, pieceOf, segmentName } from "./segment-record.ts";
import { StorageDamaged } from "./storage-errors.ts";

const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString("hex"));
const piece = fc.record({ packageId: id, offset: fc.maxSafeNat(), bytes: fc.uint8Array({ maxLength: 40 }) });

function segmentOf(pieces: readonly { packageId: string; offset: number; bytes: Uint8Array }[]): Buffer {
  return Buffer.concat(
    pieces.flatMap(({ packageId, offset, bytes }) => [encodeHeader(packageId, offset, bytes), bytes]),
  );
}

describe("a segment", () => {
  test("has a name that sorts", () => {
    expect(segmentName(7)).toBe("segments/00000007.seg");
  });

  test("gives back what was written, up to where it is torn", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.nat(), (pieces, cut) => {
        const whole = segmentOf(pieces);
        const torn = whole.subarray(0, cut % (whole.length + 1));
        const extents = parseSegment(torn, 3, 1000);
        const ends = extents.map(({ position, length }) => position - 1000 + HEADER_BYTES + length);
        const next = pieces[extents.length];
        expect(torn.length - (ends.at(-1) ?? 0)).toBeLessThan(next ? HEADER_BYTES + next.bytes.length : 1);
        for (const [index, extent] of extents.entries()) {
          const { packageId, offset, bytes } = pieces[index] ?? { packageId: "", offset: -1, bytes: new Uint8Array() };
          expect(extent).toMatchObject({ packageId, offset, length: bytes.length, segment: 3 });
          const record = torn.subarray(extent.position - 1000, ends[index]);
          expect(pieceOf(record, extent)).toEqual(Buffer.from(bytes));
        }
      }),
    );
  });

  test("of any bytes has no record that was not written", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseSegment(Buffer.from(bytes), 1, 0)).toEqual([]);
      }),
    );
  });
});

test("a record in which any bit differs is damaged", () => {
  const bytes = Buffer.from("sealed");
  const packageId = "ab".repeat(16);
  const extent = { packageId, offset: 5, length: bytes.length, segment: 1, position: 64 };
  const record = segmentOf([{ packageId, offset: 5, bytes }]);
  expect(pieceOf(record, extent)).toEqual(bytes);
  for (let bit = 0; bit < record.length * 8; bit++) {
    const flipped = Buffer.from(record);
    flipped[bit >> 3] = (record[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => pieceOf(flipped, extent)).toThrow(StorageDamaged);
  }
  expect(() => pieceOf(record.subarray(0, -1), extent)).toThrow(
    `package ${packageId}: bytes 5 to 11 are damaged (segments/00000001.seg at 64)`,
  );
});
