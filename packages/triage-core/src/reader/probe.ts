import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { HostFault } from "./host-fault.ts";
import { clampLimit } from "./read-bytes.ts";
import type { ReaderState } from "./state.ts";

const MOST_PID = 4_194_304;
const STEP_PIDS = 1024;
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
  resolver.tree.unpin();
  process.chdir("/proc");
  const last = clampLimit(to, MOST_PID);
  for (let pid = Math.max(1, from); pid <= last; pid++) {
    if (pid % STEP_PIDS === 0) state.step();
    if (!resolver.tree.isOvermounted(`/proc/${pid}`) && !isProcess(state, String(pid))) continue;
    out.u32(pid);
    found++;
  }
  out.patchU32(out.at(mark), found);
}

/** The name is that of an entry of /proc, where we stand. */
function isProcess(state: ReaderState, name: string): boolean {
  if (!existsSync(name)) return false; // most numbers are nobody's
  try {
    const fd = openSync(`${name}/status`, 0);
    state.counters.files_opened++;
    try {
      const text = scratch.toString("latin1", 0, readSync(fd, scratch, 0, scratch.length, null));
      return /^Tgid:\s*(\d+)$/m.exec(text)?.[1] === name;
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
