import {
  askAhead,
  type FileBytes,
  type HostError,
  type ReadSet,
  type Result,
  toTriageError,
} from "@livetriage/triage-core";
import { decodeLossless, parseCgroup } from "@livetriage/triage-core/text";
import { fieldGap, type Gathering, noteGap } from "./gathering.ts";
import { lightAnswers, lightParts } from "./light-parts.ts";
import { parseStat } from "./parse/stat.ts";
import { parseStatus } from "./parse/status.ts";
import { hasProgram, inodeOf, newProcess, type Process } from "./process.ts";
import { sameProcess } from "./same-process.ts";
import { toExe } from "./to-exe.ts";

/** 65,536 groups of ten digits. */
const LONG_STATUS = [{ file: "status", maxBytes: 1_048_576 }] as const;

/** The pass over the arguments ties itself to the program that this one saw. */
const LOOKS_AGAIN = { looksAgain: true } as const;

/**
 * The first pass over all processes: files that no other process can block.
 *
 * Source: proc_pid_stat(5), proc_pid_status(5), proc_pid_exe(5), proc_pid_cwd(5), cgroups(7),
 *         namespaces(7)
 */
export async function readLight(run: Gathering, pids: readonly number[]): Promise<Process[]> {
  const parts = lightParts(run.detail);
  const processes: Process[] = [];
  for await (const answer of askAhead(pids, (pid) => run.host.readSet(`/proc/${pid}`, parts, LOOKS_AGAIN))) {
    const process = newProcess(pids[processes.length] as number);
    processes.push(process);
    if (answer.ok) takeLight(run, process, answer.value);
    else noteUnread(run, process, answer.error);
  }
  await readLongStatus(run, processes);
  return processes;
}

function noteUnread(run: Gathering, process: Process, error: HostError): void {
  const gap = toTriageError(error, { scope: "item", source: "/proc/[pid]/stat" });
  process.unread = gap.kind;
  run.errors.push(gap);
}

/** Who is in more than a thousand groups has a status that the first look did not reach the end of. */
async function readLongStatus(run: Gathering, processes: readonly Process[]): Promise<void> {
  const long = processes.filter(({ statusCut }) => statusCut);
  let at = 0;
  for await (const answer of askAhead(long, (process) =>
    run.host.readSet(`/proc/${process.pid}`, LONG_STATUS, sameProcess(process)),
  )) {
    const process = long[at++] as Process;
    const status = answer.ok ? (answer.value.parts[0] as Result<FileBytes>) : answer;
    if (status.ok) process.status = parseStatus(status.value.bytes);
    else fieldGap(run, status.error, "/proc/[pid]/status");
  }
}

/** Put the answer of a light pass into a process. */
export function takeLight(run: Gathering, process: Process, set: ReadSet): void {
  const { status, exe, cwd, exeStat, cgroup, mnt, net } = lightAnswers(set);
  process.execRace = set.exec_race;
  process.stat = parseStat(set.stat);
  if (process.stat === null) {
    const path = `/proc/${process.pid}/stat`;
    run.errors.push({ kind: "malformed", scope: "field", source: "/proc/[pid]/stat", path });
  }
  if (status.ok) process.status = parseStatus(status.value.bytes);
  else fieldGap(run, status.error, "/proc/[pid]/status");
  process.statusCut = status.ok && status.value.more;
  process.exeStat = valueOf(exeStat);
  process.exe = exe.ok ? toExe(exe.value, process.exeStat, run.mounted, null) : null;
  process.cwd = valueOf(cwd);
  process.cgroup = cgroup?.ok === true ? parseCgroup(decodeLossless(cgroup.value.bytes)) : null;
  process.mntNamespace = inodeOf(valueOf(mnt));
  process.netNamespace = inodeOf(valueOf(net));
  noteGap(run, cgroup, "/proc/[pid]/cgroup");
  if (!hasProgram(process)) return;
  noteGap(run, exe, "/proc/[pid]/exe", true);
  if (exe.ok) noteGap(run, exeStat, "/proc/[pid]/exe", true);
  noteGap(run, cwd, "/proc/[pid]/cwd", true);
}

function valueOf<T>(result: Result<T> | undefined): T | null {
  return result?.ok === true ? result.value : null;
}
