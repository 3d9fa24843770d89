import { MAX_CHUNK_BYTES } from "@livetriage/proto-types";

/** A chunk and what stands around it in its message. */
const BYTES = MAX_CHUNK_BYTES + 1024;
/** What is kept for the next messages, 8 MiB. */
const KEPT = 32;

const kept: Buffer[] = [];

/**
 * A place for a message of so many bytes; `giveBack` when nobody looks at it any more.
 *
 * V8 counts buffers as its own: were each of a new one, it would go through all of its heap every ten packages.
 */
export function lendBuffer(length: number): Buffer {
  if (length > BYTES) return Buffer.allocUnsafeSlow(length);
  return (kept.pop() ?? Buffer.allocUnsafeSlow(BYTES)).subarray(0, length);
}

export function giveBack({ buffer }: Buffer): void {
  if (buffer.byteLength === BYTES && kept.length < KEPT) kept.push(Buffer.from(buffer));
}
