import type { BigIntStats } from "node:fs";
import type {
  DirEntry,
  FileBytes,
  FileGlance,
  FileHash,
  FileStat,
  FileType,
  HostError,
  Links,
  Listing,
  PartValue,
  ReadPart,
  ReadSet,
  Result,
  SkipReason,
} from "../contract/host-reader.ts";
import { instantOf } from "../text/instant.ts";
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
  out.u32(Number(stat.mode));
  out.u32(Number(stat.uid));
  out.u32(Number(stat.gid));
  words[0] = stat.nlink;
  words[1] = stat.size;
  words[2] = stat.blocks;
  words[3] = stat.dev;
  words[4] = stat.ino;
  words[5] = stat.rdev;
  words[6] = stat.atimeNs;
  words[7] = stat.mtimeNs;
  words[8] = stat.ctimeNs;
  words[9] = stat.birthtimeNs;
  out.raw(wordBytes);
  const isFar = words[6] !== stat.atimeNs || words[7] !== stat.mtimeNs;
  out.u8(isFar ? 1 : 0);
  if (isFar) for (const ns of [stat.atimeNs, stat.mtimeNs]) out.i64(ns >> 64n);
}

/**
 * Both ends of the pipe are on one machine: what is 64 bits wide travels as it lies in memory. Times that anybody can
 * set may lie beyond what 64 bits of nanoseconds hold (the years 1677 to 2262); then their higher bits follow.
 */
const words = new BigInt64Array(10);
const unsigned = new BigUint64Array(words.buffer);
const wordBytes = new Uint8Array(words.buffer);

export function readStat(from: ByteReader): FileStat {
  const mode = from.u32();
  const uid = from.u32();
  const gid = from.u32();
  from.copyTo(wordBytes);
  const isFar = from.u8() !== 0;
  const timeOf = (low: number) => (isFar ? (from.i64() << 64n) + (unsigned[low] as bigint) : (words[low] as bigint));
  const [atime, mtime] = [timeOf(6), timeOf(7)];
  return {
    type: typeOfMode(mode),
    mode,
    uid,
    gid,
    nlink: Number(words[0]),
    size: words[1] as bigint,
    blocks: words[2] as bigint,
    dev: unsigned[3] as bigint,
    ino: unsigned[4] as bigint,
    rdev: unsigned[5] as bigint,
    atime_ns: atime,
    mtime_ns: mtime,
    ctime_ns: words[8] as bigint,
    birthtime_ns: words[9] as bigint,
  };
}

export function writeGlance(out: ByteWriter, { mode, uid, mtimeNs, ctimeNs }: BigIntStats): void {
  out.u32(Number(mode));
  out.u32(Number(uid));
  for (const { s, n } of [instantOf(mtimeNs), instantOf(ctimeNs)]) {
    out.f64(s);
    out.u32(n);
  }
}

function readGlance(from: ByteReader): FileGlance {
  const mode = from.u32();
  const owner = { type: typeOfMode(mode), mode, uid: from.u32() };
  const [mtime_s, mtime_n, ctime_s, ctime_n] = [from.f64(), from.u32(), from.f64(), from.u32()];
  return { ...owner, mtime_s, mtime_n, ctime_s, ctime_n };
}

export function readFileBytes(from: ByteReader): FileBytes {
  const bytes = from.bytes();
  const more = from.u8() !== 0;
  return from.u8() === 0 ? { bytes, more } : { bytes, more, tail: from.bytes() };
}

export function readHash(from: ByteReader): FileHash {
  const digest = { sha256: from.text(), size: from.u64(), more: from.u8() !== 0 };
  const also = from.text();
  const head = from.bytes();
  return { ...digest, ...(also === "" ? {} : { also }), ...(head.length === 0 ? {} : { head }) };
}

export function readLinks(from: ByteReader): Links {
  const links = from.list(() => ({ name: from.text(), link: from.text() }));
  return { links, seen: from.u32(), more: from.u8() !== 0 };
}

/** What follows a name in a listing. */
export const ENTRY = { bare: 0, stat: 1, errno: 2, glance: 3 } as const;

/** Entries up to the end of the frame. */
export function readEntries(from: ByteReader): DirEntry[] {
  const entries: DirEntry[] = [];
  while (from.left > 0) {
    const name = from.text();
    const type = FILE_TYPES[from.u8()] ?? "unknown";
    const form = from.u8();
    if (form === ENTRY.glance) entries.push({ name, type, glance: readGlance(from) });
    else if (form === ENTRY.stat) entries.push({ name, type, stat: readStat(from) });
    else if (form === ENTRY.errno) entries.push({ name, type, stat: null, errno: from.text() });
    else entries.push({ name, type });
  }
  return entries;
}

/** What a listing ends with, given what it held. */
export function readListing(from: ByteReader, entries: readonly DirEntry[]): Listing {
  const seen = from.u32();
  return from.u8() === 0 ? { entries, seen, more: false } : { entries, seen, more: true, last: from.text() };
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
