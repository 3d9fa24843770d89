import { readFileSync } from "node:fs";
import { type Mount, MountTable, parseMounts } from "./mount-table.ts";

const MAX_AGE_MS = 1000;

/** The mount table of this process, read again at most once a second. */
export class MountWatch {
  table = new MountTable([]);
  #bytes: Buffer = Buffer.alloc(0);
  #readAt = Number.NEGATIVE_INFINITY;

  /** True when the table is another one than before. */
  refresh(): boolean {
    const now = performance.now();
    if (now - this.#readAt < MAX_AGE_MS) return false;
    this.#readAt = now;
    const bytes = readMountinfo();
    if (bytes.equals(this.#bytes)) return false;
    this.#bytes = bytes;
    this.table = new MountTable(parseMounts(bytes));
    return true;
  }

  cross(mount: Mount, point: string): Mount {
    return this.table.cross(mount, point);
  }
}

/** Without /proc nothing is known, and nothing can be held either. */
function readMountinfo(): Buffer {
  try {
    return readFileSync("/proc/self/mountinfo");
  } catch {
    return Buffer.alloc(0);
  }
}
