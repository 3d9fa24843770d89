import { createHash } from "node:crypto";
import { Code, ConnectError } from "@connectrpc/connect";
import { type Chunk, MAX_CHUNK_BYTES } from "@livetriage/proto-types";
import { idOf } from "../server/call-errors.ts";
import type { Id } from "../storage/storage-engine.ts";

/** Every chunk costs a record on disk: a package may have this many chunks besides one for each 64 KiB. */
const SPARE_CHUNKS = 256;
const SMALL_BYTES = 65_536;

/** Where a stream stands in its package. */
export interface ChunkPlace {
  readonly packageId: Id;
  /** End of the chunks so far. */
  readonly end: number;
  /** Chunks so far, this one included. */
  readonly count: number;
}

/** What a chunk has that is not allowed at its place; null when nothing. One that was there before may come again. */
export function checkChunk(chunk: Chunk, place: ChunkPlace, maxBytes: number): ConnectError | null {
  const { packageId, offset, sealed, sha256 } = chunk;
  if (idOf(packageId, "package_id") !== place.packageId) return invalid("the chunk is of another package");
  if (sealed.length === 0 || sealed.length > MAX_CHUNK_BYTES) return invalid("a chunk is 1 byte to 256 KiB");
  if (offset > BigInt(maxBytes - sealed.length)) return outOfRange("the package is too large");
  const begin = Number(offset);
  const end = begin + sealed.length;
  if (begin > place.end || (begin < place.end && end > place.end)) {
    return outOfRange(`the chunk does not begin at ${place.end}`);
  }
  if (place.count > SPARE_CHUNKS + end / SMALL_BYTES) {
    return new ConnectError("too many small chunks", Code.ResourceExhausted);
  }
  const isWhole = createHash("sha256").update(sealed).digest().equals(sha256);
  return isWhole ? null : invalid("the chunk is not what its digest says");
}

function invalid(sentence: string): ConnectError {
  return new ConnectError(sentence, Code.InvalidArgument);
}

function outOfRange(sentence: string): ConnectError {
  return new ConnectError(sentence, Code.OutOfRange);
}
