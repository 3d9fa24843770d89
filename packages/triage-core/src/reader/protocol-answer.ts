import type { BigIntStats } from "node:fs";
import type {
  DirEntry,
  FileBytes,
  FileHash,
  FileStat,
  FileType,
  HostError,
  Links,
  PartValue,
  ReadPart,
  ReadSet,
  Result,
  SkipReason,
} from "../contract/host-reader.ts";
import type { LosslessString } from "../text/lossless.ts";
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { typeOfMode } from "./file-type.ts";

/** Why there is no value, as it travels; the path is known to the asker. */
export interface Fault {
  readonly op: string;
  readonly errno: string;
  readonly why: SkipReason | "";
}

export function writeFault(out: ByteWriter, { op, errno, why }: Fault): void {
  out.text(op);
  out.text(errno);
  out.text(why);
}

export function readFault(from: ByteReader, path: LosslessString): HostError {
  const op = from.text();
  const errno = from.text();
  const why = from.text() as Fault["why"];
  return why === "" ? { op, path, errno } : { op, path, errno, why };
}

export function writeStat(out: ByteWriter, stat: BigIntStats): void {
  out.reserve(STAT_BYTES);
  out.u32(Number(stat.mode));
  out.u32(Number(stat.uid));
  out.u32(Number(stat.gid));
  for (const field of STAT_FIELDS) out.i64(stat[field]);
}

const STAT_FIELDS = [
  "nlink",
  "size",
  "blocks",
  "dev",
  "ino",
  "rdev",
  "atimeNs",
  "mtimeNs",
  "ctimeNs",
  "birthtimeNs",
] as const;
const STAT_BYTES = 12 + 8 * STAT_FIELDS.length;

export function readStat(from: ByteReader): FileStat {
  const mode = from.u32();
  return {
    type: typeOfMode(mode),
    mode,
    uid: from.u32(),
    gid: from.u32(),
    nlink: Number(from.u64()),
    size: from.i64(),
    blocks: from.i64(),
    dev: from.u64(),
    ino: from.u64(),
    rdev: from.u64(),
    atime_ns: from.i64(),
    mtime_ns: from.i64(),
    ctime_ns: from.i64(),
    birthtime_ns: from.i64(),
  };
}

export function readFileBytes(from: ByteReader): FileBytes {
  const bytes = from.bytes();
  const more = from.u8() !== 0;
  return from.u8() === 0 ? { bytes, more } : { bytes, more, tail: from.bytes() };
}

export function readHash(from: ByteReader): FileHash {
  return { sha256: from.text(), size: from.u64(), more: from.u8() !== 0 };
}

export function readLinks(from: ByteReader): Links {
  const links = from.list(() => ({ name: from.text(), link: from.text() }));
  return { links, seen: from.u32(), more: from.u8() !== 0 };
}

/** What follows a name in a listing. */
export const ENTRY = { bare: 0, stat: 1, errno: 2 } as const;

/** Entries up to the end of the frame. */
export function readEntries(from: ByteReader): DirEntry[] {
  const entries: DirEntry[] = [];
  while (from.left > 0) {
    const name = from.text();
    const type = FILE_TYPES[from.u8()] ?? "unknown";
    const form = from.u8();
    if (form === ENTRY.stat) entries.push({ name, type, stat: readStat(from) });
    else if (form === ENTRY.errno) entries.push({ name, type, stat: null, errno: from.text() });
    else entries.push({ name, type });
  }
  return entries;
}

/** Types of a directory entry by their number on the wire. */
export const FILE_TYPES: readonly FileType[] = [
  "unknown",
  "file",
  "directory",
  "symlink",
  "fifo",
  "socket",
  "char",
  "block",
];

export function readSetValue(from: ByteReader, dir: LosslessString, parts: readonly ReadPart[]): ReadSet {
  const results = parts.map((part) => readPartResult(from, dir, part));
  return { parts: results, stat: from.bytes(), exec_race: from.u8() !== 0 };
}

function readPartResult(from: ByteReader, dir: LosslessString, part: ReadPart): Result<PartValue> {
  if (from.u8() === 0) return { ok: false, error: readFault(from, `${dir}/${partName(part)}`) };
  if ("file" in part) return { ok: true, value: readFileBytes(from) };
  if ("link" in part) return { ok: true, value: from.text() };
  if ("stat" in part) return { ok: true, value: readStat(from) };
  if ("links" in part) return { ok: true, value: readLinks(from) };
  return { ok: true, value: readHash(from) };
}

/** The name of a part below its directory. */
export function partName(part: ReadPart): string {
  if ("file" in part) return part.file;
  if ("link" in part) return part.link;
  if ("stat" in part) return part.stat;
  return "links" in part ? part.links : part.hash;
}
