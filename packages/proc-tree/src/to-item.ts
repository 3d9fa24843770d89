import type { HostFacts } from "@livetriage/triage-core";
import { toRfc3339 } from "@livetriage/triage-core/text";
import { argvColumns } from "./columns/argv-columns.ts";
import { fullColumns } from "./columns/full-columns.ts";
import { nullable } from "./columns/nullable.ts";
import { standardColumns } from "./columns/standard-columns.ts";
import { userName } from "./columns/user-name.ts";
import type { ProcessNode } from "./item.ts";
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

/** The item of a process. */
export function toItem(process: Process, host: ItemFacts): ProcessNode {
  return {
    ...indexColumns(process, host),
    ...basicColumns(process, host),
    ...(process.level === "basic" ? {} : standardColumns(process, host.facts)),
    ...(process.dear === null ? {} : { ...fullColumns(process.dear, host.facts.redact), detail: "full" as const }),
  };
}

function indexColumns(process: Process, { ours }: ItemFacts) {
  const { pid, stat, status, exe } = process;
  return {
    pid,
    ppid: stat?.ppid ?? null,
    start_ticks: stat?.start_ticks ?? null,
    ...nullable("comm", stat?.comm),
    state: stat?.state ?? null,
    uid: status?.uid?.[0] ?? null,
    kernel_thread: isKernelThread(process),
    ...nullable("exe", exe?.path),
    ...(ours.has(pid) ? { collector: true } : {}),
    signals: factsOf(process, "signal"),
    context: factsOf(process, "context"),
    detail: process.level,
  };
}

function basicColumns(process: Process, { facts, ttyDrivers }: ItemFacts) {
  const { stat, status, exe } = process;
  return {
    started_at: startedAt(process, facts),
    ...argvColumns(process, facts.redact),
    cmdline_status: process.cmdlineStatus,
    euid: status?.uid?.[1] ?? null,
    user: userName(status?.uid?.[0], facts),
    exe_deleted: exe?.deleted ?? null,
    exe_memfd: exe?.memfd ?? null,
    ...nullable("cwd", process.cwd),
    tty: stat === null ? null : ttyName(stat.tty_nr, ttyDrivers),
  };
}

/** Boot time and ticks, both exact, so that the same process has the same start in every package of one boot. */
function startedAt({ stat }: Process, facts: HostFacts): string | null {
  if (stat === null || facts.boot_time_ns === null) return null;
  return toRfc3339(facts.boot_time_ns + (BigInt(stat.start_ticks) * 1_000_000_000n) / BigInt(facts.ticks_per_second));
}
