import { isKernelThread, type Process } from "./process.ts";

const INIT = 1;
const KTHREADD = 2;

/**
 * Note processes whose parent cannot be the one that started them: threads of the kernel are children of kthreadd and
 * nobody else is but helpers that the kernel starts, and a parent is older than its children.
 *
 * Source: kthreadd() in kernel/kthread.c, find_new_reaper() in kernel/exit.c
 */
export function tellParents(processes: readonly Process[]): void {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const kthreadd = byPid.get(KTHREADD);
  const seesKernel = kthreadd !== undefined && isKernelThread(kthreadd) === true;
  for (const process of processes) {
    if (isWrong(process, byPid.get(process.stat?.ppid ?? 0), seesKernel)) process.told.add("wrong_parent");
  }
}

function isWrong(process: Process, parent: Process | undefined, seesKernel: boolean): boolean {
  const { stat, pid } = process;
  if (stat === null) return false;
  if (seesKernel && pid > KTHREADD) {
    const isChildOfKernel = stat.ppid === KTHREADD;
    if (isKernelThread(process) !== isChildOfKernel) return true;
    if (stat.ppid === 0) return true;
  }
  if (parent?.stat == null || parent.pid === INIT) return false;
  return BigInt(parent.stat.start_ticks) > BigInt(stat.start_ticks);
}
