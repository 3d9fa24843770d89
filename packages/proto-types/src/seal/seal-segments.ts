import { gzipSync } from "node:zlib";
import { Encrypter } from "age-encryption";
import { ByteQueue } from "./byte-queue.ts";
import { joinParts } from "./join-parts.ts";

/** Largest plain part of a segment. */
export const MAX_SEGMENT_PLAIN_BYTES = 1_048_576;

/** Largest age file of a segment. */
export const MAX_SEGMENT_SEALED_BYTES = 1_114_112;

/** Bytes of the plain form, or the wish that all before can be read although nothing more comes. */
export type PlainPart = Uint8Array | "flush";

/**
 * Seal to age recipients (`age1…`) as it comes; holds no more than one segment.
 *
 * Shape: one segment each: its length (u32, big-endian), then an age file of a gzip member.
 */
export async function* sealSegments(
  parts: AsyncIterable<PlainPart> | Iterable<PlainPart>,
  recipients: readonly string[],
): AsyncGenerator<Uint8Array, void> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const held = new ByteQueue();
  for await (const part of parts) {
    if (part !== "flush") held.push(part);
    const least = part === "flush" ? 1 : MAX_SEGMENT_PLAIN_BYTES;
    while (held.length >= least) yield await sealSegment(held.take(MAX_SEGMENT_PLAIN_BYTES), encrypter);
  }
  if (held.length > 0) yield await sealSegment(held.take(MAX_SEGMENT_PLAIN_BYTES), encrypter);
}

async function sealSegment(plain: Uint8Array, encrypter: Encrypter): Promise<Uint8Array> {
  const sealed = await joinParts(await encrypter.encrypt(ReadableStream.from([gzipSync(plain)])));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(sealed.length);
  return Buffer.concat([length, sealed]);
}
