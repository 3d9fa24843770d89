import { closeSync, lstatSync, openSync, readSync } from "node:fs";
import type { ReadPart } from "../contract/host-reader.ts";
import type { SetMember } from "./ask.ts";
import { HostFault, toFault } from "./host-fault.ts";
import { ANSWER, type Output } from "./output.ts";
import { type ProcessImage, processImage } from "./process-stat.ts";
import { writeFault } from "./protocol-answer.ts";
import type { ReaderState } from "./state.ts";
import { writePart } from "./write-part.ts";

const PROCESS_DIR = /^\/proc\/(?:self|[0-9]{1,10})(?:\/task\/[0-9]{1,10})?$/;
const scratch = Buffer.allocUnsafeSlow(4096);

/**
 * Answer one process of a batch. The process is pinned by its directory: what is read by relative names after
 * `chdir` is of that very process or fails with ESRCH, whoever gets its number next. `stat` is read first and last;
 * if the program image changed in between everything is read once more.
 */
export function answerSet(state: ReaderState, seq: number, parts: readonly ReadPart[], member: SetMember): void {
  const { out } = state;
  state.register.begin(seq);
  try {
    enter(state, member.path);
    if (state.deferred.size > 0 && !member.insist) {
      // Processes of an owner whose traps cost time already are left for the end.
      const { uid } = lstatSync(".");
      if (state.deferred.has(uid)) return writeDeferred(out, seq, uid);
    }
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

function writeDeferred(out: Output, seq: number, uid: number): void {
  out.begin(ANSWER.deferred, seq);
  out.u32(uid);
  out.end();
}

/** Returns whether the program image changed while we read. */
function readProcess(state: ReaderState, parts: readonly ReadPart[], member: SetMember): boolean {
  const { out } = state;
  const before = readStat(state);
  const first = processImage(before);
  if (member.expect !== "" && member.expect !== first.startTicks) throw new HostFault("read", "VANISHED");
  out.bytes(before);
  for (let i = 0; i < parts.length; i++) writePart(state, i, parts[i] as ReadPart, member.untouched);
  const raced = changed(state, first);
  out.u8(raced ? 1 : 0);
  return raced;
}

/** A process that ended meanwhile did not change: what was read was its own. */
function changed(state: ReaderState, first: ProcessImage): boolean {
  try {
    return processImage(readStat(state)).image !== first.image;
  } catch {
    return false;
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

/** A single-record file: one read gives all of it. */
function readStat(state: ReaderState): Buffer {
  const fd = openSync("stat", 0);
  try {
    const length = readSync(fd, scratch, 0, scratch.length, null);
    state.counters.files_opened++;
    state.counters.bytes_read += length;
    return scratch.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}
