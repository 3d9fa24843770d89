import { closeSync, lstatSync, openSync, readSync } from "node:fs";
import type { ReadPart } from "../contract/host-reader.ts";
import type { SetMember, Turn } from "./ask.ts";
import { hasStuckThread } from "./has-stuck-thread.ts";
import { HostFault, toFault } from "./host-fault.ts";
import { ANSWER, type Output } from "./output.ts";
import { type ProcessImage, processImage } from "./process-stat.ts";
import { writeFault } from "./protocol-answer.ts";
import type { ReaderState } from "./state.ts";
import { writePart } from "./write-part.ts";

const PROCESS_DIR = /^\/proc\/(?:self|[0-9]{1,10})(?:\/task\/[0-9]{1,10})?$/;

/** `stat` as read. */
interface Look {
  readonly bytes: Buffer;
  length: number;
}

const first: Look = { bytes: Buffer.allocUnsafeSlow(4096), length: 0 };
const second: Look = { bytes: Buffer.allocUnsafeSlow(4096), length: 0 };

/**
 * Answer one process of a batch. The process is pinned by its directory: what is read by relative names after
 * `chdir` is of that very process or fails with ESRCH, whoever gets its number next. `stat` is read first and last;
 * if the program image changed in between everything is read once more. Where the image is known from an earlier look,
 * `stat` is read last only, and compared with that; where the asker looks again, first only.
 */
export function answerSet(state: ReaderState, seq: number, parts: readonly ReadPart[], member: SetMember): void {
  const { out } = state;
  state.register.begin(seq);
  try {
    enter(state, member.path);
    const turn = state.deferred.size === 0 ? member.turn : laterTurn(state, member.turn);
    if (turn !== member.turn) return writeDeferred(out, seq, turn);
    for (let attempt = 0; ; attempt++) {
      out.begin(ANSWER.value, seq);
      const raced = readProcess(state, parts, member);
      if (!raced || attempt > 0) return out.end();
      out.drop();
    }
  } catch (error) {
    out.drop();
    out.begin(ANSWER.fault, seq);
    writeFault(out, toFault("read", error));
    out.end();
  }
}

/** The turn in which this process should be read, see `Turn`. */
function laterTurn(state: ReaderState, turn: Turn): Turn {
  if (turn === 0) return state.deferred.has(lstatSync(".").uid) ? 1 : 0;
  return turn === 1 && hasStuckThread() ? 2 : turn;
}

function writeDeferred(out: Output, seq: number, turn: Turn): void {
  out.begin(ANSWER.deferred, seq);
  out.u32(lstatSync(".").uid);
  out.u8(turn);
  out.end();
}

/** Returns whether the program image changed while we read and it makes sense to read again. */
function readProcess(state: ReaderState, parts: readonly ReadPart[], member: SetMember): boolean {
  const { out } = state;
  const before = member.image === "" ? lookAtImage(state, first, member) : null;
  for (let i = 0; i < parts.length; i++) writePart(state, i, parts[i] as ReadPart, member.untouched);
  const after =
    before === null ? lookAtImage(state, first, member) : member.looksAgain ? before : lookAgain(state, before);
  const raced = after.image !== (before?.image ?? member.image);
  out.bytes(first.bytes.subarray(0, first.length));
  out.u8(raced ? 1 : 0);
  return raced && before !== null;
}

function lookAtImage(state: ReaderState, look: Look, { expect }: SetMember): ProcessImage {
  const image = processImage(readStat(state, look));
  if (expect !== "" && expect !== image.startTicks) throw new HostFault("read", "VANISHED");
  return image;
}

/** A process that ended meanwhile did not change: what was read was its own. */
function lookAgain(state: ReaderState, before: ProcessImage): ProcessImage {
  try {
    return processImage(readStat(state, second));
  } catch {
    return before;
  }
}

function enter(state: ReaderState, path: string): void {
  if (!state.resolver.wholeHost || !PROCESS_DIR.test(path)) throw new HostFault("chdir", "SKIPPED", "policy");
  const { tree } = state.resolver;
  tree.refresh();
  if (tree.isOvermounted(path)) throw new HostFault("chdir", "SKIPPED", "policy");
  tree.unpin();
  try {
    process.chdir(path);
  } catch (error) {
    throw toFault("chdir", error);
  }
}

/** A file of one record: one read gives all of it. */
function readStat(state: ReaderState, look: Look): Buffer {
  const fd = openSync("stat", 0);
  try {
    look.length = readSync(fd, look.bytes, 0, look.bytes.length, null);
  } finally {
    closeSync(fd);
  }
  state.counters.files_opened++;
  state.counters.bytes_read += look.length;
  return look.bytes.subarray(0, look.length);
}
