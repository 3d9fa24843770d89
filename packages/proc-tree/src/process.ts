import type { FileStat } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Cmdline } from "./parse/cmdline.ts";
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

/** What is known of one process while it is gathered; null is not read, not there, or not asked for. */
export interface Process {
  readonly pid: number;
  /** Its directory could be read. */
  read: boolean;
  /** The program changed under the reader, twice. */
  execRace: boolean;
  stat: ProcStat | null;
  status: ProcStatus | null;
  exe: Exe | null;
  exeStat: FileStat | null;
  cwd: LosslessString | null;
  root: LosslessString | null;
  argv: Argv | null;
  cmdlineStatus: string | null;
}

/** A process of which only the pid is known. */
export function newProcess(pid: number): Process {
  return {
    pid,
    read: false,
    execRace: false,
    stat: null,
    status: null,
    exe: null,
    exeStat: null,
    cwd: null,
    root: null,
    argv: null,
    cmdlineStatus: null,
  };
}

export function isKernelThread(process: Process): boolean | null {
  return process.stat === null ? null : (process.stat.flags & KERNEL_THREAD) !== 0;
}

/** A zombie or dying process has no memory, so no program and no arguments. */
export function isDead(process: Process): boolean {
  const state = process.stat?.state;
  return state === "Z" || state === "X" || state === "x";
}

/** Does the process have memory of its own, and so a program and arguments? */
export function hasProgram(process: Process): boolean {
  return process.read && isKernelThread(process) === false && !isDead(process);
}
