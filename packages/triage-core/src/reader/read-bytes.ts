import { readSync } from "node:fs";
import type { ReaderState } from "./state.ts";

const CHUNK_BYTES = 64 * 1024;

/** No ask gets more than this, whatever it wants. */
const MAX_READ_BYTES = 64 * 1024 * 1024;

/** A limit from the wire as a whole number that can be counted to. */
export function clampLimit(limit: number, most: number): number {
  return limit >= 0 ? Math.min(Math.floor(limit), most) : 0;
}

/**
 * Read from `position` (null: from where the file stands) until the end or the cap, straight into the frame as
 * length and bytes. True when the file goes on beyond the cap. `oneRecord`: a file that the kernel makes in one
 * piece, so that a short read is the end.
 */
export function readBytes(
  state: ReaderState,
  fd: number,
  limit: number,
  position: number | null,
  oneRecord = false,
): boolean {
  const { out, counters } = state;
  const most = clampLimit(limit, MAX_READ_BYTES);
  let got = 0;
  let more = false;
  out.u32(0);
  while (!more) {
    // One byte beyond the cap tells whether the file ends there.
    const wanted = Math.min(CHUNK_BYTES, most - got + 1);
    out.reserve(wanted);
    const bytes = readSync(fd, out.buffer, out.length, wanted, position === null ? null : position + got);
    if (bytes === 0) break;
    more = got + bytes > most;
    const kept = more ? most - got : bytes;
    out.length += kept;
    got += kept;
    if (oneRecord && bytes < wanted) break;
    if (got >= CHUNK_BYTES) state.step();
  }
  counters.bytes_read += got;
  out.patchU32(out.length - got - 4, got);
  return more;
}
