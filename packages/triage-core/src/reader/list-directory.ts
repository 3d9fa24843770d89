import { type BigIntStats, type Dir, type Dirent, lstatSync, opendirSync, readdirSync } from "node:fs";
import type { FileType } from "../contract/host-reader.ts";
import { decodeLossless, type LosslessString } from "../text/lossless.ts";
import type { SingleAsk } from "./ask.ts";
import { isDirect } from "./find-spot.ts";
import { errnoOf, HostFault } from "./host-fault.ts";
import { leadsAway } from "./kernel-path.ts";
import { ANSWER, type Output } from "./output.ts";
import { ENTRY, FILE_TYPES, writeStat } from "./protocol-answer.ts";
import { clampLimit } from "./read-bytes.ts";
import type { ReaderState } from "./state.ts";

const BUFFERED_NAMES = 256;
const ENTRIES_A_FRAME = 1000;
const MOST_ENTRIES = 10_000_000;
const BEYOND_ASCII = /[^\0-\x7f]/;

const ONE_BYTE = { encoding: "latin1" as BufferEncoding };

type ListAsk = Extract<SingleAsk, { kind: "list" }>;

/** What is needed to look at the names of one directory. */
interface Opened {
  readonly path: string;
  /** Before a name, for lstat. */
  readonly prefix: string;
  readonly mayLook: (name: string) => boolean;
}

/**
 * A directory as a stream: entries leave in frames of a thousand, so its size never shows in memory. Names are held
 * one byte a character.
 */
export function listDirectory(state: ReaderState, seq: number, ask: ListAsk): void {
  const { out } = state;
  const opened = isDirect(state, ask.path) ? openDirect(ask.path) : openHeld(state, ask);
  const dir = ask.otherView
    ? scandir(opened.path)
    : opendirSync(opened.path, { ...ONE_BYTE, bufferSize: BUFFERED_NAMES });
  const most = clampLimit(ask.maxEntries, MOST_ENTRIES);
  let seen = 0;
  let entry = null;
  out.begin(ANSWER.entries, seq);
  try {
    while ((entry = dir.readSync()) !== null && seen < most) {
      writeEntry(state, opened, entry, ask);
      if (++seen % ENTRIES_A_FRAME !== 0) continue;
      out.end();
      state.step();
      out.begin(ANSWER.entries, seq);
    }
  } finally {
    dir.closeSync();
  }
  out.end();
  out.begin(ANSWER.value, seq);
  out.u32(seen);
  out.u8(entry === null ? 0 : 1);
  out.end();
}

/** The whole directory at once by scandir(3), which a hook of readdir(3) does not see. */
function scandir(path: string): Pick<Dir, "readSync" | "closeSync"> {
  const entries = readdirSync(path, { ...ONE_BYTE, withFileTypes: true })[Symbol.iterator]();
  return { readSync: () => entries.next().value ?? null, closeSync: () => undefined };
}

function openDirect(path: LosslessString): Opened {
  if (leadsAway(`${path}/`)) throw new HostFault("opendir", "SKIPPED", "policy");
  return { path, prefix: `${path}/`, mayLook: () => true };
}

function openHeld(state: ReaderState, ask: ListAsk): Opened {
  const { tree } = state.resolver;
  const dir = state.resolver.directory(ask.path, !ask.noFollow);
  const path = `/proc/self/fd/${dir.fd}`;
  const mayLook = tree.hasMounts(dir) ? (name: string) => tree.mayLook(dir, decodeName(name)) : () => true;
  return { path, prefix: ask.stat && tree.tryPin(dir) ? "" : `${path}/`, mayLook };
}

/** Nothing of an entry that the filter leaves out. */
function writeEntry(state: ReaderState, opened: Opened, entry: Dirent, ask: ListAsk): void {
  const { out } = state;
  if (!ask.stat) {
    writeName(out, entry);
    out.u8(ENTRY.bare);
    return;
  }
  try {
    if (!opened.mayLook(entry.name)) throw new HostFault("lstat", "SKIPPED", "policy");
    const stat = lstatSync(toPath(opened.prefix, entry.name), { bigint: true });
    if (ask.changedSinceNs !== null && !isSince(stat, ask.changedSinceNs)) return;
    writeName(out, entry);
    out.u8(ENTRY.stat);
    writeStat(out, stat);
  } catch (error) {
    writeName(out, entry);
    out.u8(ENTRY.errno);
    out.text(errnoOf(error instanceof HostFault ? { code: error.errno } : error));
  }
}

function isSince(stat: BigIntStats, since: bigint): boolean {
  return stat.isDirectory() || stat.mtimeNs >= since || stat.ctimeNs >= since;
}

function writeName(out: Output, entry: Dirent): void {
  out.latin1(entry.name);
  out.u8(FILE_TYPES.indexOf(typeOf(entry)));
}

function typeOf(entry: Dirent): FileType {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isFIFO()) return "fifo";
  if (entry.isSocket()) return "socket";
  if (entry.isCharacterDevice()) return "char";
  return entry.isBlockDevice() ? "block" : "unknown";
}

function toPath(prefix: string, name: string): string | Buffer {
  return BEYOND_ASCII.test(name) ? Buffer.from(prefix + name, "latin1") : prefix + name;
}

function decodeName(name: string): LosslessString {
  return BEYOND_ASCII.test(name) ? decodeLossless(Buffer.from(name, "latin1")) : name;
}
