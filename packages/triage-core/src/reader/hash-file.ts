import { createHash } from "node:crypto";
import { closeSync, readSync } from "node:fs";
import { clampLimit } from "./read-bytes.ts";
import type { ReaderState } from "./state.ts";

const CHUNK_BYTES = 256 * 1024;
const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);

/** sha256 of an open file up to the cap into the frame; closes the file. */
export function hashFile(state: ReaderState, fd: number, maxBytes: number): void {
  const most = clampLimit(maxBytes, Number.MAX_SAFE_INTEGER);
  const digest = createHash("sha256");
  let size = 0;
  let more = false;
  try {
    while (!more) {
      const wanted = Math.min(CHUNK_BYTES, most - size + 1);
      const bytes = readSync(fd, chunk, 0, wanted, null);
      if (bytes === 0) break;
      more = size + bytes > most;
      const kept = more ? most - size : bytes;
      digest.update(chunk.subarray(0, kept));
      size += kept;
      state.step();
    }
  } finally {
    closeSync(fd);
    state.counters.bytes_read += size;
  }
  state.out.text(digest.digest("hex"));
  state.out.i64(BigInt(size));
  state.out.u8(more ? 1 : 0);
}
