import type { LosslessString } from "../text/lossless.ts";
import type { Tables } from "./tables.ts";

/** What went wrong with one ask. `errno` is the kernel's word or one of ours; what it means is for the phase to say. */
export interface HostError {
  /** The operation that failed: `open`, `read`, `readlink`, `lstat`, `opendir`, `chdir`, `hash`, `probe`. */
  readonly op: string;
  readonly path: LosslessString;
  /**
   * The kernel's errno name (`ENOENT`, `EACCES`, `ESRCH` …) or one of ours: `BLOCKED` (the read did not come back),
   * `NOT_REGULAR`, `SKIPPED` (see `why`), `VANISHED` (another process has this pid now), `READER_DIED`, `READER_FAULT` (our own program failed),
   * `NOT_RECORDED`.
   */
  readonly errno: string;
  readonly why?: SkipReason;
}

/** Why an object was not looked at. `deadline` and `cancelled` come from the run's signal, the rest from policy and budget. */
export type SkipReason = "policy" | "budget" | "mount_blocked" | "deadline" | "cancelled";

/** The outcome of one ask: a value, or the reason why there is none. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: HostError };

/** Bytes of a file as read. `more` tells that reading stopped at the cap, not at the end. */
export interface FileBytes {
  readonly bytes: Uint8Array;
  readonly more: boolean;
  /** The last `tailBytes` of a regular file that is longer than `maxBytes`; absent when not asked for or not needed. */
  readonly tail?: Uint8Array;
}

/** lstat(2), exact. Times are nanoseconds since the epoch. */
export interface FileStat {
  readonly type: FileType;
  /** `st_mode` with its type bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly nlink: number;
  readonly size: bigint;
  /** 512-byte blocks. */
  readonly blocks: bigint;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly rdev: bigint;
  readonly atime_ns: bigint;
  readonly mtime_ns: bigint;
  readonly ctime_ns: bigint;
  /** 0 when the file system has none. */
  readonly birthtime_ns: bigint;
}

export type FileType = "file" | "directory" | "symlink" | "fifo" | "socket" | "block" | "char" | "unknown";

/** One name in a directory, with what the listing asked for of its lstat; where that failed `stat` is null, see `errno`. */
export interface DirEntry {
  readonly name: LosslessString;
  readonly type: FileType;
  readonly stat?: FileStat | null;
  readonly glance?: FileGlance;
  readonly errno?: string;
}

/** A directory as listed, in the kernel's order. `seen` counts every name, also those that a filter left out. */
export interface Listing {
  readonly entries: readonly DirEntry[];
  readonly seen: number;
  /** True when the listing stopped at `maxEntries`. */
  readonly more: boolean;
  /** Where there is more: the last name that was looked at. */
  readonly last?: LosslessString;
}

export interface ListOptions {
  /** Most names to look at. */
  readonly maxEntries: number;
  /** Also lstat every entry. */
  readonly stat?: boolean;
  /** Return only entries whose mtime or ctime is at or after this time (directories always come), each with a glance. */
  readonly changedSinceNs?: bigint;
  /**
   * Go on behind this name, which an earlier listing of the directory gave as its `last`: so a directory is read in parts,
   * however large it is. `VANISHED` where the name is not found again.
   */
  readonly after?: LosslessString;
  /** A last component that is a link answers `ENOTDIR` instead of being followed; a walk never leaves its tree by it. */
  readonly noFollow?: boolean;
  /** By another function of the C library, which a hook of the first does not touch. For names below /proc. */
  readonly otherView?: boolean;
}

/** One thing to read of a process directory, relative to it. */
export type ReadPart =
  | { readonly file: string; readonly maxBytes: number }
  | { readonly link: string }
  /** stat(2) through the kernel's own link (`exe`), lstat(2) of anything else. */
  | { readonly stat: string }
  /** Every symbolic link of a kernel directory (`fd`, `ns`) with its target; `maxEntries` caps the links returned, `seen` counts all. */
  | { readonly links: string; readonly maxEntries: number }
  | { readonly hash: string; readonly maxBytes: number };

export interface LinkEntry {
  readonly name: string;
  /** Empty where it is longer than the kernel can say. */
  readonly link: LosslessString;
}

export interface Links {
  readonly links: readonly LinkEntry[];
  readonly seen: number;
  readonly more: boolean;
}

/** Digests in lower-case hex over `size` bytes read; `more` when the file went on beyond `maxBytes`. */
export interface FileHash {
  readonly sha256: string;
  readonly size: bigint;
  readonly more: boolean;
  /** The digest of the other algorithm that was asked for. */
  readonly also?: string;
  /** The first bytes, where they were asked for and there are any. */
  readonly head?: Uint8Array;
}

/** An algorithm that a package database records digests of. */
export type HashAlgorithm = "md5" | "sha1" | "sha256" | "sha512";

export interface HashOptions {
  readonly maxBytes: number;
  /** Another digest of the same bytes, beside sha256. */
  readonly also?: HashAlgorithm;
  /** First bytes that come with the digest. */
  readonly headBytes?: number;
  /** The file that is meant: another one, or a link, answers `VANISHED`. */
  readonly expect?: FileIdentity;
}

/** The value of each part kind, in the order of the parts asked. */
export type PartValue = FileBytes | LosslessString | FileStat | Links | FileHash;

/** All parts of one process, read between two looks at its `stat`. */
export interface ReadSet {
  /** `/proc/PID/stat` as first read. */
  readonly stat: Uint8Array;
  readonly parts: readonly Result<PartValue>[];
  /** The program image changed while it was read, twice: the parts may mix two programs of the same process. */
  readonly exec_race: boolean;
}

export interface ReadSetOptions {
  /** Field 22 of the process that is meant; another process answers `VANISHED`. */
  readonly expect?: { readonly start_ticks: string };
}

/** Which file it is, as lstat told. */
export type FileIdentity = Pick<FileStat, "dev" | "ino">;

export interface ReadFileOptions {
  readonly offset?: number;
  readonly maxBytes: number;
  readonly tailBytes?: number;
  /** The file that is meant: a link that was put in its place is not followed, and another file answers `VANISHED`. */
  readonly expect?: FileIdentity;
}

/** What a trusted `find` is asked for: what lies below the start points, which are not reported themselves. */
export interface FindSpec {
  readonly starts: readonly LosslessString[];
  /** Levels below a start point, from 1 on. */
  readonly maxDepth: number;
  readonly changedSinceNs: bigint;
  /** Directories that are not entered, exact paths. */
  readonly prune: readonly LosslessString[];
  /** Ends the program when it fires. */
  readonly signal: AbortSignal;
}

/**
 * Of lstat what tells a change and its kind: all that is told of millions of files of which a few are kept. Times are
 * whole seconds since the epoch and nanoseconds after them, for numbers cost less than bigints.
 */
export interface FileGlance extends Pick<FileStat, "type" | "mode" | "uid"> {
  readonly mtime_s: number;
  readonly mtime_n: number;
  readonly ctime_s: number;
  readonly ctime_n: number;
}

/** One file that `find` reported. */
export interface FoundEntry {
  readonly path: LosslessString;
  readonly stat: FileGlance;
}

/**
 * What the engine said at its end: exit code, and lines of complaint that became errors. `stuck`: it stood still over a
 * file system that does not answer, and was left there.
 */
export type FindEvent =
  | { readonly kind: "entries"; readonly entries: readonly FoundEntry[] }
  | { readonly kind: "error"; readonly error: HostError }
  | { readonly kind: "end"; readonly program: string; readonly exitCode: number | null; readonly stuck?: boolean };

/** What one process has for its files. */
export interface InsideProcess {
  readonly host: HostReader;
  readonly tables: Tables;
  /** Ends the reader of it. */
  close(): void;
}

/**
 * The only door to the host. Ask many, answers come in order: every method may be called hundreds of times before the
 * first answer is awaited. No method rejects; when the run's signal fires, every open and later ask answers `SKIPPED`.
 * Paths are absolute within the root; what lies outside the root does not exist.
 */
export interface HostReader {
  /** Read parts of one process directory (`/proc/PID` or `/proc/PID/task/TID`), all of one process and one program image. */
  readSet(dir: string, parts: readonly ReadPart[], options?: ReadSetOptions): Promise<Result<ReadSet>>;
  list(dir: LosslessString, options: ListOptions): Promise<Result<Listing>>;
  /** Read a regular or kernel file, following links within the root. */
  readFile(path: LosslessString, options: ReadFileOptions): Promise<Result<FileBytes>>;
  readLink(path: LosslessString): Promise<Result<LosslessString>>;
  lstat(path: LosslessString): Promise<Result<FileStat>>;
  /**
   * lstat of some names in a directory, each asked for by itself, so that what a listing hides is found too. Names that are
   * not there are left out; where a look failed, `stat` is null.
   */
  look(dir: LosslessString, names: readonly LosslessString[]): Promise<Result<readonly DirEntry[]>>;
  /** lstat of what the path leads to, every link followed within the root, with the path it ended at. */
  resolve(path: LosslessString): Promise<Result<{ readonly path: LosslessString; readonly stat: FileStat }>>;
  /** Digests of a regular file, whose content stays where it is. */
  hash(path: LosslessString, options: HashOptions): Promise<Result<FileHash>>;
  /** Which of the pids `from`..`to` exist as processes, asked one by one with lstat and told apart from threads by Tgid. */
  probe(from: number, to: number): Promise<Result<readonly number[]>>;
  /** The files as a process sees them, with its root and its mounts; absent where there are no processes. */
  within?(pid: number): InsideProcess;
  /** A trusted `find` on this host; absent where only the phase's own walk serves. */
  find?(spec: FindSpec): AsyncIterable<FindEvent>;
}
