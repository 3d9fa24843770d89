import type { FileType } from "../contract/host-reader.ts";

const TYPES: Readonly<Record<number, FileType>> = {
  0o140000: "socket",
  0o120000: "symlink",
  0o100000: "file",
  0o060000: "block",
  0o040000: "directory",
  0o020000: "char",
  0o010000: "fifo",
};

/**
 * The type bits of `st_mode` in words.
 *
 * Source: inode(7)
 */
export function typeOfMode(mode: number): FileType {
  return TYPES[mode & 0o170000] ?? "unknown";
}
