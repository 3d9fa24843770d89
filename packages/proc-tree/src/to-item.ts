import type { HostFacts } from "@livetriage/triage-core";
import { putBytes, textOf, toRfc3339 } from "@livetriage/triage-core/text";
import { putArguments } from "./columns/put-arguments.ts";
import { putDear } from "./columns/put-dear.ts";
import { putStandard } from "./columns/put-standard.ts";
import { userName } from "./columns/user-name.ts";
import type { ProcessNode } from "./item.ts";
import type { ProcStat } from "./parse/stat.ts";
import { type TtyDriver, ttyName } from "./parse/tty-drivers.ts";
import { isKernelThread, type Process } from "./process.ts";
import { factsOf } from "./signals.ts";

/** What an item takes from the host besides the process itself. */
export interface ItemFacts {
  readonly facts: HostFacts;
  readonly ttyDrivers: readonly TtyDriver[];
  /** Pids of this collection and of the operator's way to it. */
  readonly ours: ReadonlySet<number>;
}

/** The item of a process. Its columns are put into one object: of thousands, most of the time goes into merging parts. */
export function toItem(process: Process, host: ItemFacts): ProcessNode {
  const item = basicItem(process, host);
  putArguments(item, process.argv, host.facts.redact);
  putBytes(item, "comm", process.stat?.comm);
  putBytes(item, "exe", process.exe?.path);
  putBytes(item, "cwd", process.cwd);
  if (host.ours.has(process.pid)) item.collector = true;
  if (process.level === "standard") putStandard(item, process, host.facts);
  if (process.dear !== null) putDear(item, process.dear, host.facts.redact);
  return item;
}

const NO_STAT = { ppid: null, start_ticks: null, comm: null, state: null, tty_nr: null };
const NO_EXE = { path: null, deleted: null, memfd: null };

function basicItem(process: Process, { facts, ttyDrivers }: ItemFacts): ProcessNode {
  const { pid, stat, status, exe, cmdlineStatus, cwd, level } = process;
  const { ppid, start_ticks, comm, state, tty_nr } = stat ?? NO_STAT;
  const { path, deleted, memfd } = exe ?? NO_EXE;
  const uid = status?.uid?.[0] ?? null;
  return {
    pid,
    ppid,
    start_ticks,
    comm: textOf(comm),
    state,
    uid,
    kernel_thread: isKernelThread(process),
    exe: textOf(path),
    signals: factsOf(process, "signal"),
    context: factsOf(process, "context"),
    detail: level,
    started_at: startedAt(stat, facts),
    argv: null,
    cmdline_status: cmdlineStatus,
    euid: status?.uid?.[1] ?? null,
    user: userName(uid, facts),
    exe_deleted: deleted,
    exe_memfd: memfd,
    cwd: textOf(cwd),
    tty: tty_nr === null ? null : ttyName(tty_nr, ttyDrivers),
  };
}

/** Boot time and ticks, both exact, so that the same process has the same start in every package of one boot. */
function startedAt(stat: ProcStat | null, facts: HostFacts): string | null {
  if (stat === null || facts.boot_time_ns === null) return null;
  return toRfc3339(facts.boot_time_ns + (BigInt(stat.start_ticks) * 1_000_000_000n) / BigInt(facts.ticks_per_second));
}
