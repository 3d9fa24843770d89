import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReadPart } from "../contract/host-reader.ts";
import { decodeLossless } from "../text/lossless.ts";
import { ANY_START, type Order } from "./ask.ts";
import { ByteReader } from "./byte-reader.ts";
import { FrameSplitter } from "./frames.ts";
import { decodeOrder, encodeOrders } from "./protocol-order.ts";

const path = fc.uint8Array({ maxLength: 60 }).map((bytes) => decodeLossless(bytes));
const limit = fc.nat();
const part: fc.Arbitrary<ReadPart> = fc.oneof(
  fc.record({ file: fc.string(), maxBytes: limit }),
  fc.record({ link: fc.string() }),
  fc.record({ stat: fc.string() }),
  fc.record({ links: fc.string(), maxEntries: limit }),
  fc.record({ hash: fc.string(), maxBytes: limit }),
);
const member = fc.record({
  path,
  expect: fc.oneof(fc.constant(ANY_START), limit),
  untouched: limit,
  turn: fc.constantFrom(0 as const, 1 as const, 2 as const),
  spared: fc.boolean(),
});
const unsigned = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const single = fc.oneof(
  fc.record({
    kind: fc.constant("list" as const),
    path,
    maxEntries: limit,
    stat: fc.boolean(),
    noFollow: fc.boolean(),
    otherView: fc.boolean(),
    changedSinceNs: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    after: path,
  }),
  fc.record({
    kind: fc.constant("file" as const),
    path,
    offset: limit,
    maxBytes: limit,
    tailBytes: limit,
    expect: fc.option(fc.record({ dev: unsigned, ino: unsigned })),
  }),
  fc.record({ kind: fc.constantFrom("link" as const, "lstat" as const, "resolve" as const), path }),
  fc.record({
    kind: fc.constant("hash" as const),
    path,
    maxBytes: limit,
    headBytes: limit,
    also: fc.constantFrom(null, "md5" as const, "sha512" as const),
    expect: fc.option(fc.record({ dev: unsigned, ino: unsigned })),
  }),
  fc.record({ kind: fc.constant("look" as const), path, names: fc.array(path) }),
  fc.record({ kind: fc.constant("probe" as const), path, from: limit, to: limit }),
);
const order: fc.Arbitrary<Order> = fc.oneof(
  fc.record({ kind: fc.constant("settings" as const), root: path, live: fc.boolean(), enter: fc.array(path) }),
  fc.record({ kind: fc.constant("strike-mount" as const), mount: limit }),
  fc.record({ kind: fc.constant("defer-owner" as const), uid: limit }),
  fc.record({ kind: fc.constant("sets" as const), parts: fc.array(part), members: fc.array(member) }),
  fc.record({ kind: fc.constant("single" as const), ask: single }),
);

describe("orders on the wire", () => {
  it("arrive as they were sent, however the pipe cuts them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ seq: limit, order }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 70 }),
        (sent, cut) => {
          const bytes = encodeOrders(sent);
          const splitter = new FrameSplitter();
          const arrived = [];
          for (let at = 0; at < bytes.length; at += cut) arrived.push(...splitter.push(bytes.subarray(at, at + cut)));
          expect(arrived.map(decodeOrder)).toEqual(sent);
        },
      ),
    );
  });

  it("are refused, and nothing worse, when they are any other bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(8), (bytes, kind) => {
        try {
          decodeOrder({ kind, seq: 1, body: new ByteReader(Buffer.from(bytes)) });
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("are refused when the frame is longer than what it holds", () => {
    const bytes = encodeOrders([{ seq: 1, order: { kind: "defer-owner", uid: 7 } }]);
    const body = new ByteReader(Buffer.concat([bytes.subarray(9), Buffer.from([0])]));
    expect(() => decodeOrder({ kind: bytes.readUInt8(4), seq: 1, body })).toThrow(RangeError);
  });
});

describe("the frame splitter", () => {
  it("refuses a length that no frame has", () => {
    expect(() => new FrameSplitter().push(Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0]))).toThrow(RangeError);
    expect(() => new FrameSplitter().push(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0]))).toThrow(RangeError);
  });
});
