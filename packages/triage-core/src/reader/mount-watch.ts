import { openSync, readSync } from "node:fs";
import { type Mount, MountTable, parseMounts } from "./mount-table.ts";

const MAX_AGE_MS = 1000;
const CHUNK_BYTES = 65_536;

/** The mount table of a process, read again at most once a second. */
export class MountWatch {
  table = new MountTable([]);
  readonly #fd: number | null;
  #bytes: Buffer = Buffer.alloc(0);
  #readAt = Number.NEGATIVE_INFINITY;

  /** Held open, so that another process with the same pid cannot lend us its table. */
  constructor(process: string) {
    this.#fd = openOrNull(`${process}/mountinfo`);
  }

  /** True when the table is another one than before. */
  refresh(): boolean {
    const now = performance.now();
    if (this.#fd === null || now - this.#readAt < MAX_AGE_MS) return false;
    this.#readAt = now;
    const bytes = readWhole(this.#fd);
    if (bytes === null || bytes.equals(this.#bytes)) return false;
    this.#bytes = bytes;
    this.table = new MountTable(parseMounts(bytes));
    return true;
  }

  cross(mount: Mount, point: string): Mount {
    return this.table.cross(mount, point);
  }
}

/** Without /proc nothing is known, and nothing can be held either. */
function openOrNull(path: string): number | null {
  try {
    return openSync(path, "r");
  } catch {
    return null;
  }
}

/** The table from its beginning; null when the process is gone. */
function readWhole(fd: number): Buffer | null {
  const parts: Buffer[] = [];
  try {
    for (let at = 0; ; ) {
      const part = Buffer.allocUnsafe(CHUNK_BYTES);
      const bytes = readSync(fd, part, 0, CHUNK_BYTES, at);
      if (bytes === 0) return Buffer.concat(parts);
      parts.push(part.subarray(0, bytes));
      at += bytes;
    }
  } catch {
    return null;
  }
}
