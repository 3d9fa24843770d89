import { DAY_NS, type Note, SECOND_NS } from "./note.ts";

/** Facts with a common harmless cause: unpacking an archive, restoring a backup, installing a package. */
export const CONTEXT: readonly Note[] = [
  {
    id: "whole_second_mtime",
    doc: "mtime has no fraction of a second while ctime has one: set by touch, tar, rsync or a package",
    applies: ({ stat }) => stat.mtime_ns % SECOND_NS === 0n && stat.ctime_ns % SECOND_NS !== 0n,
  },
  {
    id: "mtime_before_birth",
    doc: "the content claims to be older than the inode by more than a second: unpacked, copied with its times, or backdated",
    applies: ({ whole }) =>
      whole !== null && whole.birthtime_ns > 0n && whole.mtime_ns < whole.birthtime_ns - SECOND_NS,
  },
  {
    id: "ctime_after_mtime",
    doc: "the inode changed more than a day after the content: renamed, linked, other owner or mode, or backdated",
    applies: ({ stat }) => stat.ctime_ns - stat.mtime_ns > DAY_NS,
  },
  {
    id: "private_key",
    doc: "the content is a private key",
    applies: ({ kind }) => kind === "private_key",
  },
  {
    id: "sparse",
    doc: "a regular file that takes less than half of its size on disk",
    applies: ({ whole }) => whole?.type === "file" && whole.size > 65_536n && whole.blocks * 1024n < whole.size,
  },
  {
    id: "hard_linked",
    doc: "a regular file with more than one name",
    applies: ({ whole }) => whole?.type === "file" && whole.nlink > 1,
  },
];

/** The same of a file without a name. */
export const OPEN_CONTEXT = {
  deleted_open:
    "deleted while a process holds it open: a log after its rotation, a library after its upgrade, a temporary file",
  memfd: "a file in memory that never had a name, held open by a process",
} as const;
