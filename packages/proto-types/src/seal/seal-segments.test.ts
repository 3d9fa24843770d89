import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_SEGMENT_PLAIN_BYTES, MAX_SEGMENT_SEALED_BYTES, type PlainPart, sealSegments } from "./seal-segments.ts";
import { UnsealError, unsealSegments } from "./unseal-segments.ts";

const alice = await generateX25519Identity();
const bob = await generateX25519Identity();
const recipients = [await identityToRecipient(alice), await identityToRecipient(bob)];
const NO_CAP = { plainBytes: Number.MAX_SAFE_INTEGER };
const MIB = MAX_SEGMENT_PLAIN_BYTES;

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const seal = (...parts: readonly PlainPart[]) => all(sealSegments(parts, recipients));

async function unseal(sealed: readonly Uint8Array[], identity = alice, caps = NO_CAP): Promise<Buffer> {
  return Buffer.concat(await all(unsealSegments(sealed, [identity], caps)));
}

/** A segment that is not what `sealSegments` makes. */
async function segmentOf(member: Uint8Array, to = recipients): Promise<Buffer> {
  const encrypter = new Encrypter();
  for (const recipient of to) encrypter.addRecipient(recipient);
  return framed(await encrypter.encrypt(member));
}

function framed(file: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(file.length);
  return Buffer.concat([length, file]);
}

describe("sealing", () => {
  test("nothing gives nothing", async () => {
    expect(await seal()).toEqual([]);
    expect(await seal("flush", new Uint8Array(), "flush")).toEqual([]);
  });

  test("a segment ends at each flush, and at 1 MiB", async () => {
    const plain = randomBytes(2.5 * MIB);

    const segments = await seal(plain.subarray(0, 10), "flush", "flush", plain.subarray(10));
    const sizes = await Promise.all(segments.map(async (segment) => (await unseal([segment])).length));
    expect(sizes).toEqual([10, MIB, MIB, 0.5 * MIB - 10]);
    expect(Math.max(...segments.map(({ length }) => length))).toBeLessThanOrEqual(MAX_SEGMENT_SEALED_BYTES + 4);
    expect(await unseal(segments, bob)).toEqual(plain);
  });

  test("a segment for sixteen recipients whose bytes do not shrink is within its size", async () => {
    const many = await Promise.all(
      Array.from({ length: 16 }, async () => identityToRecipient(await generateX25519Identity())),
    );
    const [segment] = await all(sealSegments([randomBytes(MIB)], many));
    expect(segment?.length).toBeLessThanOrEqual(MAX_SEGMENT_SEALED_BYTES + 4);
  });

  test("a hundred thousand small parts take no longer than few large ones", async () => {
    const parts = Array.from({ length: 100_000 }, () => Buffer.from("0123456789\n"));
    expect(await unseal(await seal(...parts))).toEqual(Buffer.concat(parts));
  }, 10_000);

  test("what comes out is what went in, however both are cut", async () => {
    const part = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant("flush" as const));
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), fc.integer({ min: 1, max: 300 }), async (parts, step) => {
        const sealed = Buffer.concat(await seal(...parts));
        const cut = Array.from({ length: Math.ceil(sealed.length / step) }, (_, n) =>
          sealed.subarray(n * step, (n + 1) * step),
        );
        expect(await unseal(cut)).toEqual(Buffer.concat(parts.filter((one) => one !== "flush")));
      }),
      { numRuns: 25 },
    );
  });
});

describe("what cannot be unsealed", async () => {
  const stranger = await generateX25519Identity();
  const [good] = (await seal(Buffer.from("a line\n"))) as [Buffer];
  const bomb = await segmentOf(gzipSync(Buffer.alloc(64 * MIB)));

  test.each<[string, Uint8Array, RegExp]>([
    ["ends inside a segment's length", good.subarray(0, 3), /^the package ends inside a segment$/],
    ["ends inside a segment", good.subarray(0, -1), /^the package ends inside a segment$/],
    ["has an empty segment", Buffer.alloc(4), /^a segment of 0 bytes$/],
    ["says that a segment is larger than any", Buffer.from([0, 0x11, 0, 1]), /^a segment of 1114113 bytes$/],
    ["is no age file", framed(Buffer.from("hello")), /^a segment is not an age file/],
    [
      "has a header without end",
      framed(
        Buffer.concat([
          Buffer.from("age-encryption.org/v1\n"),
          Buffer.alloc(9000, "-> X25519 a\n"),
          Buffer.from("\n--- "),
        ]),
      ),
      /too many recipients/,
    ],
    [
      "is for somebody else",
      await segmentOf(gzipSync("x"), [await identityToRecipient(stranger)]),
      /no identity matched/,
    ],
    ["holds what is not gzip", await segmentOf(Buffer.from("plain")), /^a segment cannot be inflated/],
    [
      "holds half a gzip member",
      await segmentOf(gzipSync(randomBytes(1000)).subarray(0, 500)),
      /^a segment cannot be inflated/,
    ],
    ["inflates to 64 MiB", bomb, /^a segment cannot be inflated/],
    [
      "inflates to a byte more than 1 MiB",
      await segmentOf(gzipSync(Buffer.alloc(MIB + 1))),
      /^a segment cannot be inflated/,
    ],
  ])("%s", async (_, bytes, problem) => {
    const read: Buffer[] = [];
    const reading = async () => {
      for await (const plain of unsealSegments([good, bytes], [alice], NO_CAP)) read.push(Buffer.from(plain));
    };
    const error: unknown = await reading().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(UnsealError);
    expect((error as Error).message).toMatch(problem);
    expect(Buffer.concat(read).toString(), "what came before").toBe("a line\n");
  });

  test("has a flipped bit anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length * 8 - 1), async (bit) => {
        const bytes = Buffer.from(good);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await expect(unseal([bytes])).rejects.toBeInstanceOf(UnsealError);
      }),
      { numRuns: 60 },
    );
  });

  test("is larger in all than the reader takes", async () => {
    const segments = await seal(Buffer.alloc(MIB), Buffer.alloc(MIB), Buffer.alloc(1));
    expect((await unseal(segments, alice, { plainBytes: 2 * MIB + 1 })).length).toBe(2 * MIB + 1);
    await expect(unseal(segments, alice, { plainBytes: 2 * MIB })).rejects.toThrow(
      "the package is larger than 2097152 bytes",
    );
  });

  test("a package that goes on for ever costs one segment of memory", async () => {
    let given = 0;
    function* endless(): Generator<Buffer> {
      for (; ; given++) yield good;
    }
    await expect(all(unsealSegments(endless(), [alice], { plainBytes: 700 }))).rejects.toThrow("larger than 700 bytes");
    expect(given).toBe(100);
  });
});
