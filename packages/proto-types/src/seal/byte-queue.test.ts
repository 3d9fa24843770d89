import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteQueue } from "./byte-queue.ts";

test("what goes in comes out in its order, however it is cut", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 9 })), fc.array(fc.nat(12), { minLength: 1 }), (parts, lengths) => {
      const queue = new ByteQueue();
      const all = Buffer.concat(parts);
      for (const part of parts) queue.push(part);
      const taken = lengths.map((length) => queue.take(length));
      const total = Math.min(
        all.length,
        lengths.reduce((sum, length) => sum + length, 0),
      );
      expect(Buffer.concat(taken)).toEqual(all.subarray(0, total));
      expect(queue.length).toBe(all.length - total);
      expect(queue.take(Number.POSITIVE_INFINITY)).toEqual(all.subarray(total));
    }),
  );
});
