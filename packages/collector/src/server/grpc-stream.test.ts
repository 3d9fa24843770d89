import type { ServerHttp2Stream } from "node:http2";
import { PassThrough } from "node:stream";
import { create, toBinary } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { FetchPackageResponseSchema, type PutChunksRequest, PutChunksRequestSchema } from "@livetriage/proto-types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { messagesOf, sendBytes } from "./grpc-stream.ts";

const request = (sealed: Uint8Array) => create(PutChunksRequestSchema, { chunk: { offset: 7n, sealed } });

/** As a call sends it: a flag, the length, the message. */
function encoded(message: PutChunksRequest): Buffer {
  const bytes = toBinary(PutChunksRequestSchema, message);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

function streamOf(...pieces: readonly Buffer[]): ServerHttp2Stream {
  const stream = new PassThrough({ highWaterMark: 64 });
  void (async () => {
    for (const piece of pieces) if (!stream.write(piece)) await new Promise((drained) => stream.once("drain", drained));
    stream.end();
  })();
  return stream as unknown as ServerHttp2Stream;
}

const read = (stream: ServerHttp2Stream, lent = false) =>
  messagesOf(stream, PutChunksRequestSchema, lent) as AsyncGenerator<PutChunksRequest>;

test("messages come whole, however they were cut on their way", async () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 200 }).map(request), { maxLength: 5 });
  const cuts = fc.array(fc.nat(1200), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(messages, cuts, fc.boolean(), async (sent, places, lent) => {
      const bytes = Buffer.concat(sent.map(encoded));
      const ends = [...places.toSorted((a, b) => a - b), bytes.length];
      const pieces = ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end)).filter(({ length }) => length > 0);
      const came: Uint8Array[] = [];
      for await (const message of read(streamOf(...pieces), lent)) came.push(toBinary(PutChunksRequestSchema, message));
      expect(came).toEqual(sent.map((message) => toBinary(PutChunksRequestSchema, message)));
    }),
    { numRuns: 200 },
  );
});

test("the bytes of a lent message stay until the next is asked for, those of others for good", async () => {
  const [first, second] = [Buffer.alloc(50, "a"), Buffer.alloc(50, "b")];
  for (const [lent, later] of [[true, second] as const, [false, first] as const]) {
    const messages = read(streamOf(encoded(request(first)), encoded(request(second))), lent);
    const { value } = await messages.next();
    const bytes = (value as PutChunksRequest).chunk?.sealed as Uint8Array;
    await new Promise((resolve) => setImmediate(resolve));
    expect(Buffer.from(bytes)).toEqual(first);
    await messages.next();
    expect(Buffer.from(bytes)).toEqual(later);
  }
});

test.each([
  ["ends within a message", encoded(request(Buffer.alloc(9))).subarray(0, -1), Code.InvalidArgument],
  ["ends within a prefix", Buffer.alloc(3), Code.InvalidArgument],
  ["is compressed", Buffer.from([1, 0, 0, 0, 0]), Code.Unimplemented],
  ["promises more than 1 MiB", Buffer.from([0, 0, 0x10, 0, 1]), Code.ResourceExhausted],
  ["is no message", Buffer.from([0, 0, 0, 0, 1, 0xff]), Code.Internal],
])("a stream that %s", async (_, bytes, code) => {
  await expect(read(streamOf(bytes)).next()).rejects.toMatchObject({ code });
});

test("a stream whose peer is gone", async () => {
  const stream = new PassThrough();
  const first = read(stream as unknown as ServerHttp2Stream).next();
  stream.write(Buffer.from([0, 0, 0, 0, 9]));
  setImmediate(() => stream.destroy());
  await expect(first).rejects.toMatchObject({ code: Code.Canceled });
});

test("bytes that are sent uncopied come as the message of their field", async () => {
  const stream = Object.assign(new PassThrough(), { headersSent: true }) as unknown as ServerHttp2Stream;
  const messages = messagesOf(stream, FetchPackageResponseSchema);
  const bytes = Buffer.alloc(300);
  for (const letter of ["a", "b"]) {
    const [, { value }] = await Promise.all([
      sendBytes(stream, FetchPackageResponseSchema.field.sealed, bytes.fill(letter)),
      messages.next(),
    ]);
    expect(value).toEqual(
      create(FetchPackageResponseSchema, { part: { case: "sealed", value: Buffer.alloc(300, letter) } }),
    );
  }
  const unread = sendBytes(stream, FetchPackageResponseSchema.field.sealed, Buffer.alloc(100_000));
  stream.destroy();
  await expect(unread).rejects.toMatchObject({ code: Code.Canceled });
});
