import type { FileGlance, FileStat } from "../contract/host-reader.ts";
import { instantOf } from "../text/instant.ts";

/** Of an lstat what is told of many files. */
export function glanceOf({ type, mode, uid, mtime_ns, ctime_ns }: FileStat): FileGlance {
  const mtime = instantOf(mtime_ns);
  const ctime = instantOf(ctime_ns);
  return { type, mode, uid, mtime_s: mtime.s, mtime_n: mtime.n, ctime_s: ctime.s, ctime_n: ctime.n };
}
