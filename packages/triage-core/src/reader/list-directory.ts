import { type BigIntStats, fstatSync, lstatSync } from "node:fs";
import { decodeLossless, encodeLossless, type LosslessString } from "../text/lossless.ts";
import type { SingleAsk } from "./ask.ts";
import { DirectoryCursor } from "./directory-cursor.ts";
import type { DirectoryName } from "./directory-names.ts";
import { isDirect } from "./find-spot.ts";
import { errnoOf, HostFault } from "./host-fault.ts";
import { leadsAway } from "./kernel-path.ts";
import { ANSWER, type Output } from "./output.ts";
import { ENTRY, FILE_TYPES, writeGlance, writeStat } from "./protocol-answer.ts";
import { clampLimit } from "./read-bytes.ts";
import type { ReaderState } from "./state.ts";

const ENTRIES_A_FRAME = 1000;
const MOST_ENTRIES = 10_000_000;
const BIGINT = { bigint: true } as const;
const BEYOND_ASCII = /[^\0-\x7f]/;

type ListAsk = Extract<SingleAsk, { kind: "list" }>;

/** What is needed to look at the names of one directory. */
interface Opened {
  readonly path: string;
  /** Before a name, for lstat. */
  readonly prefix: string;
  readonly mayLook: (name: string) => boolean;
  /** Which directory it is, whatever its path. */
  readonly identity: () => string;
}

/**
 * A directory as a stream: entries leave in frames of a thousand, so its size never shows in memory. What is left of it
 * is held open for who asks for the rest.
 */
export function listDirectory(state: ReaderState, seq: number, ask: ListAsk): void {
  const { out } = state;
  const opened = isDirect(state, ask.path) ? openDirect(ask.path) : openHeld(state, ask);
  const cursor = cursorAfter(state, opened, ask);
  let isHeld = false;
  try {
    const seen = writeEntries(state, seq, { ask, opened, cursor });
    if (cursor.next !== null) state.cursors.hold(opened.identity(), cursor);
    isHeld = cursor.next !== null;
    out.begin(ANSWER.value, seq);
    out.u32(seen);
    out.u8(isHeld ? 1 : 0);
    if (isHeld) out.latin1(cursor.last);
    out.end();
  } finally {
    if (!isHeld) cursor.close();
  }
}

/** Where the ask goes on: where an earlier one stopped if that is held, else the name is looked for from the beginning. */
function cursorAfter(state: ReaderState, { path, identity }: Opened, { after, otherView }: ListAsk): DirectoryCursor {
  const name = Buffer.from(encodeLossless(after)).toString("latin1");
  const held = name === "" ? undefined : state.cursors.take(identity());
  if (held?.passTo(name, () => state.step()) === true) return held;
  held?.close();
  state.counters.directories_listed++;
  const cursor = new DirectoryCursor(path, otherView);
  if (cursor.passTo(name, () => state.step())) return cursor;
  cursor.close();
  throw new HostFault("opendir", "VANISHED");
}

/** How many names were looked at. */
function writeEntries(
  state: ReaderState,
  seq: number,
  { ask, opened, cursor }: { readonly ask: ListAsk; readonly opened: Opened; readonly cursor: DirectoryCursor },
): number {
  const { out } = state;
  const most = clampLimit(ask.maxEntries, MOST_ENTRIES);
  let seen = 0;
  out.begin(ANSWER.entries, seq);
  for (; cursor.next !== null && seen < most; cursor.advance()) {
    writeEntry(state, opened, cursor.next, ask);
    if (++seen % ENTRIES_A_FRAME !== 0) continue;
    out.end();
    state.step();
    out.begin(ANSWER.entries, seq);
  }
  out.end();
  return seen;
}

function openDirect(path: LosslessString): Opened {
  if (leadsAway(`${path}/`)) throw new HostFault("opendir", "SKIPPED", "policy");
  return { path, prefix: `${path}/`, mayLook: () => true, identity: () => toIdentity(lstatSync(path, BIGINT)) };
}

function openHeld(state: ReaderState, ask: ListAsk): Opened {
  const { tree } = state.resolver;
  const dir = state.resolver.directory(ask.path, !ask.noFollow);
  const path = `/proc/self/fd/${dir.fd}`;
  const mayLook = tree.hasMounts(dir) ? (name: string) => tree.mayLook(dir, decodeName(name)) : () => true;
  const prefix = looksAt(ask) && tree.tryPin(dir) ? "" : `${path}/`;
  return { path, prefix, mayLook, identity: () => toIdentity(fstatSync(dir.fd, BIGINT)) };
}

function toIdentity({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function looksAt({ stat, changedSinceNs }: ListAsk): boolean {
  return stat || changedSinceNs !== null;
}

/** Nothing of an entry that the filter leaves out. */
function writeEntry(state: ReaderState, opened: Opened, entry: DirectoryName, ask: ListAsk): void {
  const { out } = state;
  if (!looksAt(ask)) {
    writeName(out, entry);
    out.u8(ENTRY.bare);
    return;
  }
  try {
    if (!opened.mayLook(entry.name)) throw new HostFault("lstat", "SKIPPED", "policy");
    const stat = lstatSync(toPath(opened.prefix, entry.name), BIGINT);
    if (ask.changedSinceNs !== null && !isSince(stat, ask.changedSinceNs)) return;
    writeName(out, entry);
    out.u8(ask.stat ? ENTRY.stat : ENTRY.glance);
    if (ask.stat) writeStat(out, stat);
    else writeGlance(out, stat);
  } catch (error) {
    writeName(out, entry);
    out.u8(ENTRY.errno);
    out.text(errnoOf(error instanceof HostFault ? { code: error.errno } : error));
  }
}

function isSince(stat: BigIntStats, since: bigint): boolean {
  return stat.isDirectory() || stat.mtimeNs >= since || stat.ctimeNs >= since;
}

function writeName(out: Output, entry: DirectoryName): void {
  out.latin1(entry.name);
  out.u8(FILE_TYPES.indexOf(entry.type));
}

function toPath(prefix: string, name: string): string | Buffer {
  return BEYOND_ASCII.test(name) ? Buffer.from(prefix + name, "latin1") : prefix + name;
}

function decodeName(name: string): LosslessString {
  return BEYOND_ASCII.test(name) ? decodeLossless(Buffer.from(name, "latin1")) : name;
}
