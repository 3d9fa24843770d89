import { closeSync, lstatSync, openSync, readSync } from "node:fs";
import { ANY_START, type SetMember, type Turn } from "./ask.ts";
import { hasStuckThread } from "./has-stuck-thread.ts";
import { HostFault, toFault } from "./host-fault.ts";
import { ANSWER, type Output } from "./output.ts";
import type { PreparedPart } from "./prepared-part.ts";
import { isSameImage, type Look, processImage } from "./process-stat.ts";
import { writeFault } from "./protocol-answer.ts";
import type { ReaderState } from "./state.ts";
import { writePart } from "./write-part.ts";

const PROCESS_DIR = /^\/proc\/(?:self|[0-9]{1,10})(?:\/task\/[0-9]{1,10})?$/;
const UNINTERRUPTIBLE = 0x44; // D

let before = emptyLook();
let after = emptyLook();

/**
 * Answer one process of a batch. The process is pinned by its directory: what is read by relative names after
 * `chdir` is of that very process or fails with ESRCH, whoever gets its number next. `stat` is read first and, where a
 * part belongs to the program image, also last; if the image changed in between everything is read once more.
 */
export function answerSet(state: ReaderState, seq: number, parts: readonly PreparedPart[], member: SetMember): void {
  const { out } = state;
  state.register.begin(seq);
  try {
    enter(state, member.path);
    const isCovered = state.resolver.tree.coverOf(member.path);
    if (isCovered?.("stat") === true) throw new HostFault("open", "SKIPPED", "policy");
    const stat = openSync("stat", 0);
    state.counters.files_opened++;
    try {
      answerPinned(state, seq, parts, { member, stat, isCovered });
    } finally {
      closeSync(stat);
    }
  } catch (error) {
    out.drop();
    out.begin(ANSWER.fault, seq);
    writeFault(out, toFault("read", error));
    out.end();
  }
}

/** The process that we stand in. */
interface Pinned {
  readonly member: SetMember;
  /** Its `stat`, made anew for every read from its beginning. */
  readonly stat: number;
  /** Is something mounted over this file of it? Null when over none. */
  readonly isCovered: ((name: string) => boolean) | null;
}

function answerPinned(state: ReaderState, seq: number, parts: readonly PreparedPart[], pinned: Pinned): void {
  const { out } = state;
  const { member, stat, isCovered } = pinned;
  readStat(state, stat, before);
  const { image } = before;
  if (member.expect !== ANY_START && member.expect !== image.startTicks) throw new HostFault("read", "VANISHED");
  const turn = turnOf(state, parts, member, image.state);
  if (turn !== member.turn) return writeDeferred(out, seq, turn);
  for (let isAgain = false; ; isAgain = true) {
    out.begin(ANSWER.value, seq);
    for (const part of parts) writePart(state, part, member, isCovered?.(part.name) === true);
    const isRace = parts.some(({ isOfImage }) => isOfImage) && hasChanged(state, stat);
    if (!isRace || isAgain) return endSet(out, isRace);
    out.drop();
    [before, after] = [after, before];
  }
}

function endSet(out: Output, isRace: boolean): void {
  out.bytes(before.bytes.subarray(0, before.length));
  out.u8(isRace ? 1 : 0);
  out.end();
}

/** The turn in which this process should be read, see `Turn`. */
function turnOf(state: ReaderState, parts: readonly PreparedPart[], { turn, spared }: SetMember, word: number): Turn {
  if (spared || turn === 2) return turn;
  if (turn === 1) return hasStuckThread() ? 2 : 1;
  if (word === UNINTERRUPTIBLE && parts.some(({ waitsForMemory }) => waitsForMemory)) return 2;
  return state.deferred.size > 0 && state.deferred.has(lstatSync(".").uid) ? 1 : 0;
}

function writeDeferred(out: Output, seq: number, turn: Turn): void {
  out.begin(ANSWER.deferred, seq);
  out.u32(lstatSync(".").uid);
  out.u8(turn);
  out.end();
}

/** A process that ended meanwhile did not change: what was read was its own. */
function hasChanged(state: ReaderState, stat: number): boolean {
  try {
    readStat(state, stat, after);
  } catch {
    return false;
  }
  return !isSameImage(before, after);
}

function enter(state: ReaderState, path: string): void {
  if (!state.resolver.wholeHost || !PROCESS_DIR.test(path)) throw new HostFault("chdir", "SKIPPED", "policy");
  const { tree } = state.resolver;
  if (tree.isOvermounted(path) || tree.coverOf(path)?.("stat") === true)
    throw new HostFault("chdir", "SKIPPED", "policy");
  tree.unpin();
  try {
    process.chdir(path);
  } catch (error) {
    throw toFault("chdir", error);
  }
}

/** A file of one record: one read gives all of it. */
function readStat(state: ReaderState, fd: number, look: Look): void {
  look.length = readSync(fd, look.bytes, 0, look.bytes.length, 0);
  look.image = processImage(look.bytes, look.length);
  state.counters.bytes_read += look.length;
}

function emptyLook(): Look {
  const bytes = Buffer.allocUnsafeSlow(4096);
  return { bytes, length: 0, image: processImage(bytes, 0) };
}
