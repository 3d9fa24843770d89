import type { HostFacts } from "@livetriage/triage-core";
import { type LosslessString, textField, toDevice, toRfc3339, toText } from "@livetriage/triage-core/text";
import type { ProcessNode } from "./item.ts";
import { type TtyDriver, ttyName } from "./parse/tty-drivers.ts";
import { isKernelThread, type Process } from "./process.ts";
import { factsOf } from "./signals.ts";

/** What an item takes from the host besides the process itself. */
export interface ItemFacts {
  readonly facts: HostFacts;
  readonly ttyDrivers: readonly TtyDriver[];
  readonly detail: "basic" | "standard" | "full";
}

/** The item of a process. */
export function toItem(process: Process, host: ItemFacts): ProcessNode {
  return {
    ...indexColumns(process, host),
    ...basicColumns(process, host),
    ...(host.detail === "basic" ? {} : standardColumns(process)),
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

function indexColumns(process: Process, { detail }: ItemFacts) {
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
    signals: factsOf(process, "signal"),
    context: factsOf(process, "context"),
    detail,
  };
}

function basicColumns(process: Process, { facts, ttyDrivers }: ItemFacts) {
  const { num_threads, session, pgrp, tty_nr } = process.stat ?? NO_STAT;
  return {
    started_at: startedAt(process, facts),
    ...argvColumns(process),
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

function standardColumns(process: Process) {
  const { exeStat } = process;
  return {
    exe_dev: exeStat === null ? null : toDevice(exeStat.dev),
    exe_ino: exeStat === null ? null : String(exeStat.ino),
    ...nullable("root", process.root),
  };
}

function argvColumns({ argv }: Process) {
  if (argv === null) return { argv: null, argv_bytes: null };
  const texts = argv.argv.map(toText);
  const inexact = texts.some(({ base64 }) => base64 !== null);
  const cut = argv.more ? Math.max(1, (argv.expected ?? 0) - argv.bytes) : 0;
  const missing = argv.more ? 0 : (argv.expected ?? 0) - argv.bytes;
  return {
    argv: texts.map(({ text }) => text),
    ...(inexact
      ? { argv_base64: texts.map(({ text, base64 }) => base64 ?? Buffer.from(text).toString("base64")) }
      : {}),
    ...(argv.padding > 0 ? { argv_padding: argv.padding } : {}),
    ...(cut > 0 ? { argv_dropped_bytes: cut } : {}),
    ...(missing > 0 ? { argv_missing_bytes: missing } : {}),
    argv_bytes: argv.expected,
  };
}

/** Boot time and ticks, both exact, so that the same process has the same start in every package of one boot. */
function startedAt({ stat }: Process, facts: HostFacts): string | null {
  if (stat === null || facts.boot_time_ns === null) return null;
  return toRfc3339(facts.boot_time_ns + (BigInt(stat.start_ticks) * 1_000_000_000n) / BigInt(facts.ticks_per_second));
}

function nameOf(uid: number | null, facts: HostFacts): string | null {
  const name = uid === null ? null : facts.userName(uid);
  return name === null ? null : toText(name).text;
}

/** A text column that is null when there is none. */
function nullable<K extends string>(key: K, value: LosslessString | null | undefined) {
  return value === null || value === undefined ? ({ [key]: null } as { [P in K]: null }) : textField(key, value);
}
