import { closeSync, readSync } from "node:fs";
import type { HashAlgorithm } from "../contract/host-reader.ts";
import { clampLimit } from "./read-bytes.ts";
import type { ReaderState } from "./state.ts";

const CHUNK_BYTES = 256 * 1024;
const MOST_HEAD_BYTES = 65_536;
const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);

/** What of an open file is wanted. */
export interface HashWish {
  readonly maxBytes: number;
  readonly also: HashAlgorithm | null;
  readonly headBytes: number;
}

/** Digests of an open file up to the cap, and its first bytes, into the frame; closes the file. */
export function hashFile(state: ReaderState, fd: number, { maxBytes, also, headBytes }: HashWish): void {
  const most = clampLimit(maxBytes, Number.MAX_SAFE_INTEGER);
  const { createHash } = process.getBuiltinModule("node:crypto"); // loads longer than a whole reader, of which few are asked for a digest
  const sha256 = createHash("sha256");
  const other = also === null || also === "sha256" ? null : createHash(also);
  let head = Buffer.alloc(0);
  let size = 0;
  let more = false;
  try {
    while (!more) {
      const wanted = Math.min(CHUNK_BYTES, most - size + 1);
      const bytes = readSync(fd, chunk, 0, wanted, null);
      if (bytes === 0) break;
      more = size + bytes > most;
      const kept = chunk.subarray(0, more ? most - size : bytes);
      if (size === 0) head = Buffer.from(kept.subarray(0, clampLimit(headBytes, MOST_HEAD_BYTES)));
      sha256.update(kept);
      other?.update(kept);
      size += kept.length;
      state.step();
    }
  } finally {
    closeSync(fd);
    state.counters.bytes_read += size;
  }
  const hex = sha256.digest("hex");
  state.out.text(hex);
  state.out.i64(BigInt(size));
  state.out.u8(more ? 1 : 0);
  state.out.text(also === null ? "" : (other?.digest("hex") ?? hex));
  state.out.bytes(head);
}
