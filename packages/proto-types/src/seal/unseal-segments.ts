import { gunzipSync } from "node:zlib";
import { Decrypter } from "age-encryption";
import { ByteQueue } from "./byte-queue.ts";
import { joinParts } from "./join-parts.ts";
import { MAX_SEGMENT_PLAIN_BYTES, MAX_SEGMENT_SEALED_BYTES } from "./seal-segments.ts";

/** Sixteen recipients need 1.7 KiB. */
const MAX_AGE_HEADER_BYTES = 8192;

/** Why sealed bytes cannot be read, in one sentence. What came before was read well. */
export class UnsealError extends Error {
  override readonly name = "UnsealError";
}

/** What a reader of sealed bytes accepts. */
export interface UnsealCaps {
  /** Most plain bytes in all. */
  readonly plainBytes: number;
}

/**
 * The plain bytes of sealed ones that anyone may have made, segment by segment; holds no more than one segment.
 *
 * Errors: UnsealError.
 */
export async function* unsealSegments(
  sealed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  identities: readonly string[],
  caps: UnsealCaps,
): AsyncGenerator<Uint8Array, void> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  let total = 0;
  for await (const segment of splitSegments(sealed)) {
    const plain = inflate(await decrypt(segment, decrypter));
    total += plain.length;
    if (total > caps.plainBytes) throw new UnsealError(`the package is larger than ${caps.plainBytes} bytes`);
    yield plain;
  }
}

async function* splitSegments(sealed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  const held = new ByteQueue();
  let length: number | null = null;
  for await (const bytes of sealed) {
    held.push(bytes);
    for (;;) {
      if (length === null && held.length >= 4) length = checkLength(held.take(4).readUInt32BE());
      if (length === null || held.length < length) break;
      yield held.take(length);
      length = null;
    }
  }
  if (length !== null || held.length > 0) throw new UnsealError("the package ends inside a segment");
}

function checkLength(length: number): number {
  if (length === 0 || length > MAX_SEGMENT_SEALED_BYTES) throw new UnsealError(`a segment of ${length} bytes`);
  return length;
}

async function decrypt(segment: Buffer, decrypter: Decrypter): Promise<Uint8Array> {
  const header = segment.subarray(0, MAX_AGE_HEADER_BYTES).indexOf("\n--- ");
  if (header < 0) throw new UnsealError("a segment is not an age file, or has too many recipients");
  try {
    return await joinParts(await decrypter.decrypt(ReadableStream.from([segment])));
  } catch (error) {
    throw new UnsealError(`a segment cannot be unsealed: ${messageOf(error)}`, { cause: error });
  }
}

function inflate(member: Uint8Array): Uint8Array {
  try {
    return gunzipSync(member, { chunkSize: MAX_SEGMENT_PLAIN_BYTES, maxOutputLength: MAX_SEGMENT_PLAIN_BYTES });
  } catch (error) {
    throw new UnsealError(`a segment cannot be inflated: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
