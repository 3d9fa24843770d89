import type { HostFacts } from "@livetriage/triage-core";
import { toRfc3339, toText } from "@livetriage/triage-core/text";
import { argvColumns } from "./columns/argv-columns.ts";
import { fullColumns } from "./columns/full-columns.ts";
import { nullable } from "./columns/nullable.ts";
import { standardColumns } from "./columns/standard-columns.ts";
import type { ProcessNode } from "./item.ts";
import { type TtyDriver, ttyName } from "./parse/tty-drivers.ts";
import { isKernelThread, type Process } from "./process.ts";
import { factsOf } from "./signals.ts";

/** Characters of a user's name; the kernel and shadow allow far fewer. */
const MAX_NAME = 256;

/** What an item takes from the host besides the process itself. */
export interface ItemFacts {
  readonly facts: HostFacts;
  readonly ttyDrivers: readonly TtyDriver[];
  readonly detail: "basic" | "standard" | "full";
  /** Pids of this collection and of the operator's way to it. */
  readonly ours: ReadonlySet<number>;
}

/** The item of a process. */
export function toItem(process: Process, host: ItemFacts): ProcessNode {
  return {
    ...indexColumns(process, host),
    ...basicColumns(process, host),
    ...(host.detail === "basic" ? {} : standardColumns(process)),
    ...(process.dear === null
      ? {}
      : { ...fullColumns(process.dear, (value) => host.facts.redact(value)), detail: "full" as const }),
  };
}

/** The columns that stat gives, of a process whose stat could not be read. */
const NO_STAT = {
  ppid: null,
  start_ticks: null,
  comm: null,
  state: null,
  num_threads: null,
  session: null,
  pgrp: null,
  tty_nr: null,
};

function indexColumns(process: Process, { detail, ours }: ItemFacts) {
  const { ppid, start_ticks, comm, state } = process.stat ?? NO_STAT;
  return {
    pid: process.pid,
    ppid,
    start_ticks,
    ...nullable("comm", comm),
    state,
    uid: process.status?.uid?.[0] ?? null,
    kernel_thread: isKernelThread(process),
    ...nullable("exe", process.exe?.path),
    ...(ours.has(process.pid) ? { collector: true } : {}),
    signals: factsOf(process, "signal"),
    context: factsOf(process, "context"),
    detail,
  };
}

function basicColumns(process: Process, { facts, ttyDrivers }: ItemFacts) {
  const { num_threads, session, pgrp, tty_nr } = process.stat ?? NO_STAT;
  return {
    started_at: startedAt(process, facts),
    ...argvColumns(process, (value) => facts.redact(value)),
    cmdline_status: process.cmdlineStatus,
    ...idColumns(process, facts),
    exe_deleted: process.exe?.deleted ?? null,
    exe_memfd: process.exe?.memfd ?? null,
    ...nullable("cwd", process.cwd),
    threads: num_threads,
    session,
    pgrp,
    tty_nr,
    tty: tty_nr === null ? null : ttyName(tty_nr, ttyDrivers),
  };
}

function idColumns({ status }: Process, facts: HostFacts) {
  const [uid = null, euid = null, suid = null, fsuid = null] = status?.uid ?? [];
  const [gid = null, egid = null, sgid = null, fsgid = null] = status?.gid ?? [];
  return { euid, suid, fsuid, gid, egid, sgid, fsgid, user: nameOf(uid, facts), euser: nameOf(euid, facts) };
}

/** Boot time and ticks, both exact, so that the same process has the same start in every package of one boot. */
function startedAt({ stat }: Process, facts: HostFacts): string | null {
  if (stat === null || facts.boot_time_ns === null) return null;
  return toRfc3339(facts.boot_time_ns + (BigInt(stat.start_ticks) * 1_000_000_000n) / BigInt(facts.ticks_per_second));
}

function nameOf(uid: number | null, facts: HostFacts): string | null {
  const name = uid === null ? null : facts.userName(uid);
  return name === null ? null : toText(name.slice(0, MAX_NAME)).text.toWellFormed();
}
