import { closeSync, openSync, readSync } from "node:fs";
import { openNames } from "./directory-names.ts";

const MOST_THREADS = 64;
const CLOSE = 0x29;
const UNINTERRUPTIBLE = 0x44; // D
const scratch = Buffer.allocUnsafeSlow(4096);

/**
 * Does one of the first threads of the pinned process sleep uninterruptibly? Such a thread may hold the memory lock
 * that others wait for; its process is better read last.
 */
export function hasStuckThread(): boolean {
  const threads = openNames("task");
  try {
    for (let seen = 0; seen < MOST_THREADS; seen++) {
      const thread = threads.next();
      if (thread === null) return false;
      if (isStuck(`task/${thread.name}/stat`)) return true;
    }
    return false;
  } finally {
    threads.close();
  }
}

function isStuck(path: string): boolean {
  try {
    const fd = openSync(path, 0);
    try {
      const stat = scratch.subarray(0, readSync(fd, scratch, 0, scratch.length, null));
      return stat[stat.lastIndexOf(CLOSE) + 2] === UNINTERRUPTIBLE;
    } finally {
      closeSync(fd);
    }
  } catch {
    return false; // it ended meanwhile
  }
}
