import { closeSync, lstatSync, openSync, readSync } from "node:fs";
import { HostFault } from "./host-fault.ts";
import { clampLimit } from "./read-bytes.ts";
import type { ReaderState } from "./state.ts";

const MOST_PID = 4_194_304;
const STEP_PIDS = 1024;
/** Most numbers are nobody's, which is no exception. */
const MAY_BE_MISSING = { throwIfNoEntry: false } as const;
const scratch = Buffer.allocUnsafeSlow(4096);

/**
 * Which pids exist, asked one by one without a signal. A thread answers under its own number too, so a hit counts only
 * when its Tgid is the number. A mount over `/proc/N` counts as well: the kernel takes it away when process N ends.
 */
export function probe(state: ReaderState, from: number, to: number): void {
  const { out, resolver } = state;
  if (!resolver.wholeHost) throw new HostFault("probe", "SKIPPED", "policy");
  const mark = out.mark();
  let found = 0;
  out.u32(0);
  resolver.tree.refresh();
  const last = clampLimit(to, MOST_PID);
  for (let pid = Math.max(1, from); pid <= last; pid++) {
    if (pid % STEP_PIDS === 0) state.step();
    const path = `/proc/${pid}`;
    if (!resolver.tree.isOvermounted(path) && !isProcess(state, path, pid)) continue;
    out.u32(pid);
    found++;
  }
  out.patchU32(out.at(mark), found);
}

function isProcess(state: ReaderState, path: string, pid: number): boolean {
  if (lstatSync(path, MAY_BE_MISSING) === undefined) return false;
  try {
    const fd = openSync(`${path}/status`, 0);
    state.counters.files_opened++;
    try {
      const text = scratch.toString("latin1", 0, readSync(fd, scratch, 0, scratch.length, null));
      return /^Tgid:\s*(\d+)$/m.exec(text)?.[1] === String(pid);
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
