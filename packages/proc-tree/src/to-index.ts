import { encodedSize } from "@livetriage/triage-core";
import type { ProcessNode } from "./item.ts";

/** The least form of a row never encodes to more than this. */
export const MAX_INDEX_BYTES = 384;

/** Room for the signal ids and the path; the rest of the row is numbers and a name of at most 63 bytes. */
const MAX_EXE = 64;

/**
 * The least form of a row: who it is, what it runs and which signals it has, at most 384 encoded bytes. What does not
 * fit goes in this order: exact bytes of names, the path, signals from the last up, the name.
 */
export function toIndex(row: ProcessNode): ProcessNode {
  const { pid, ppid, start_ticks, comm, state, uid, kernel_thread, exe, collector, signals } = row;
  let exeLeft = exe?.slice(0, MAX_EXE) ?? null;
  let kept = signals;
  let name = comm;
  const build = (): ProcessNode => ({
    pid,
    ppid,
    start_ticks,
    comm: name,
    state,
    uid,
    kernel_thread,
    exe: exeLeft,
    ...lost(row, exeLeft),
    ...(collector === undefined ? {} : { collector }),
    signals: kept,
    ...(kept.length < signals.length ? { signals_dropped: signals.length - kept.length } : {}),
    context: [],
    detail: "index",
  });
  while (encodedSize(build()) > MAX_INDEX_BYTES) {
    if (exeLeft !== null && exeLeft !== "") exeLeft = shorter(exeLeft);
    else if (kept.length > 1) kept = kept.slice(0, -1);
    else if (name !== null && name !== "") name = shorter(name);
    else break;
  }
  return build();
}

function lost({ exe, exe_dropped_bytes }: ProcessNode, left: string | null): { exe_dropped_bytes?: number } {
  const gone = Buffer.byteLength(exe ?? "") - Buffer.byteLength(left ?? "") + (exe_dropped_bytes ?? 0);
  return gone > 0 ? { exe_dropped_bytes: gone } : {};
}

function shorter(text: string): string {
  return text.slice(0, Math.floor(text.length / 2)).toWellFormed();
}
