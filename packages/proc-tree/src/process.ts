import type { ErrorKind, FileOwner, FileStat } from "@livetriage/triage-core";
import type { Cgroup, LosslessString } from "@livetriage/triage-core/text";
import type { ProcessNode } from "./item.ts";
import type { Cmdline } from "./parse/cmdline.ts";
import type { EnvironEntry } from "./parse/environ.ts";
import type { Limit } from "./parse/limits.ts";
import type { TellingMap } from "./parse/maps.ts";
import type { ProcStat } from "./parse/stat.ts";
import type { ProcStatus } from "./parse/status.ts";

/** PF_KTHREAD of include/linux/sched.h. */
const KERNEL_THREAD = 0x00200000;

/** The program that a process runs, as its exe link and the file behind it tell. */
export interface Exe {
  /** Without ` (deleted)` where that is the kernel's word and not part of the name. */
  readonly path: LosslessString;
  /** Null where the file behind the link cannot be asked. */
  readonly deleted: boolean | null;
  readonly memfd: boolean | null;
}

/** The arguments of a process, with what the kernel says of their length. */
export interface Argv extends Cmdline {
  /** arg_end − arg_start; null where the reader may not know. */
  readonly expected: number | null;
  /** The read stopped at the cap. */
  readonly more: boolean;
  /** Ended short of `expected` at the end of a page, where memory that nobody answers for begins. */
  readonly cutAtPage: boolean;
}

/** The kinds of namespaces. Source: namespaces(7) */
export const NAMESPACES = ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"] as const;

/** Inode of each namespace, decimal. */
export type Namespaces = { readonly [N in (typeof NAMESPACES)[number]]: string | null };

/** The inode in a namespace link, `mnt:[4026531832]`; null when there is none. */
export function inodeOf(link: LosslessString | null): string | null {
  return /\[(\d+)\]$/.exec(link ?? "")?.[1] ?? null;
}

/** The container of a process, as its cgroup and the files of the runtime tell. */
export type Container = NonNullable<ProcessNode["container"]>;

/** What the open descriptors of a process say. */
export interface FdSummary {
  readonly count: number;
  readonly sockets: number;
  readonly deleted: number;
  readonly telling: readonly LosslessString[];
  readonly tellingDropped: number;
  /** Inodes of sockets, by descriptor. */
  readonly socketInodes: ReadonlyMap<number, string>;
}

/** What is read of few processes only. */
export interface DearFacts {
  readonly environ: readonly EnvironEntry[] | null;
  readonly limits: readonly Limit[] | null;
  readonly maps: readonly TellingMap[] | null;
  readonly threadNames: readonly LosslessString[] | null;
}

/** What is known of one process while it is gathered; null is not read, not there, or not asked for. */
export interface Process {
  readonly pid: number;
  /** Why none of its files could be read; null when they were. */
  unread: ErrorKind | null;
  /** The program changed under the reader, twice. */
  execRace: boolean;
  stat: ProcStat | null;
  /** The thread that it is read through when its main thread has ended. */
  living: { readonly tid: number; readonly start_ticks: string } | null;
  status: ProcStatus | null;
  /** Its status went on beyond what was read of it. */
  isCut: boolean;
  exe: Exe | null;
  exeStat: FileStat | null;
  cwd: LosslessString | null;
  root: LosslessString | null;
  cgroup: Cgroup | null;
  /** Inodes, decimal. */
  mntNamespace: string | null;
  netNamespace: string | null;
  /** `standard` when the columns of that level were looked for. */
  level: "basic" | "standard";
  loginuid: number | null;
  lsmLabel: LosslessString | null;
  wchan: string | null;
  namespaces: Namespaces | null;
  argv: Argv | null;
  cmdlineStatus: string | null;
  /** What is at the path of the program now, and that file when it is another one. */
  exeNow: "same" | "replaced" | "missing" | null;
  exeNowStat: FileStat | null;
  exeSha256: string | null;
  /** The package that owns the path of the program; `none` when a database knows of none, null when none was asked. */
  package: FileOwner | "none" | null;
  container: Container | null;
  fds: FdSummary | null;
  dear: DearFacts | null;
  /** Where it shows although a listing of /proc does not show it. */
  views: readonly string[];
  /** Ids of facts that other sources than its own files told. */
  readonly told: Set<string>;
}

/** A process of which only the pid is known. */
export function newProcess(pid: number): Process {
  return {
    pid,
    unread: null,
    execRace: false,
    stat: null,
    living: null,
    status: null,
    isCut: false,
    exe: null,
    exeStat: null,
    cwd: null,
    root: null,
    cgroup: null,
    mntNamespace: null,
    netNamespace: null,
    level: "basic",
    loginuid: null,
    lsmLabel: null,
    wchan: null,
    namespaces: null,
    argv: null,
    cmdlineStatus: null,
    exeNow: null,
    exeNowStat: null,
    exeSha256: null,
    package: null,
    container: null,
    fds: null,
    dear: null,
    views: [],
    told: new Set(),
  };
}

export function isKernelThread(process: Process): boolean | null {
  return process.stat === null ? null : (process.stat.flags & KERNEL_THREAD) !== 0;
}

/** A zombie or dying process has no memory, so no program and no arguments; its threads may have. */
export function isDead(stat: ProcStat | null): boolean {
  const state = stat?.state;
  return state === "Z" || state === "X" || state === "x";
}

/** Does the process have memory of its own, and so a program and arguments? */
export function hasProgram(process: Process): boolean {
  return isKernelThread(process) === false && (!isDead(process.stat) || process.living !== null);
}
