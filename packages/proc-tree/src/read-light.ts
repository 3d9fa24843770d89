import {
  askAhead,
  type FileBytes,
  type HostError,
  type ReadSet,
  type Result,
  toTriageError,
} from "@livetriage/triage-core";
import { fieldGap, type Gathering } from "./gathering.ts";
import { lightAnswers, lightParts, longParts } from "./light-parts.ts";
import { type ProcStat, parseStat } from "./parse/stat.ts";
import { parseStatus, parseStatusHead } from "./parse/status.ts";
import { newProcess, type Process } from "./process.ts";
import { readLivingThreads } from "./read-living-threads.ts";
import { sameProcess } from "./same-process.ts";
import { takeCmdline } from "./take-cmdline.ts";
import { takeProgram } from "./take-program.ts";

/**
 * The first pass over all processes, each read as one.
 *
 * Source: proc_pid_stat(5), proc_pid_status(5), proc_pid_exe(5), proc_pid_cwd(5), proc_pid_cmdline(5), cgroups(7),
 *         namespaces(7)
 */
export async function readLight(run: Gathering, pids: readonly number[]): Promise<Process[]> {
  const parts = lightParts(run);
  const processes: Process[] = [];
  for await (const answer of run.tables.visit(run.host, pids, parts, { fds: run.detail !== "basic" })) {
    const process = newProcess(pids[processes.length] as number);
    processes.push(process);
    if (answer.ok) takeLight(run, process, answer.value);
    else noteUnread(run, process, answer.error);
  }
  await readLong(run, processes);
  await readLivingThreads(run, processes);
  return processes;
}

function noteUnread(run: Gathering, process: Process, error: HostError): void {
  const gap = toTriageError(error, { scope: "item", source: "/proc/[pid]/stat" });
  process.unread = gap.kind;
  run.errors.push(gap);
}

/** Those in a thousand groups, or with arguments of many pages: the first look did not reach the end. */
async function readLong(run: Gathering, processes: readonly Process[]): Promise<void> {
  const parts = longParts(run);
  const long = processes.filter(({ isCut, argv }) => isCut || (argv?.more === true && argv.bytes < run.argvBytes));
  let at = 0;
  for await (const answer of askAhead(long, (process) =>
    run.host.readSet(`/proc/${process.pid}`, parts, sameProcess(process)),
  )) {
    const process = long[at++] as Process;
    if (answer.ok) takeLong(run, process, answer.value);
    else fieldGap(run, answer.error, "/proc/[pid]/status");
  }
}

/** A process that has started another program meanwhile keeps the beginning of what it was. */
function takeLong(run: Gathering, process: Process, { parts, stat, exec_race }: ReadSet): void {
  const [status, cmdline] = parts as [Result<FileBytes>, Result<FileBytes>];
  process.execRace ||= exec_race || !isSameProgram(process.stat, parseStat(stat));
  if (process.execRace) return;
  if (status.ok) process.status = parseStatus(status.value.bytes);
  else fieldGap(run, status.error, "/proc/[pid]/status");
  takeCmdline(run, process, cmdline);
}

/** Who may not know where the memory of a process begins sees another program by its name only. */
function isSameProgram(before: ProcStat | null, now: ProcStat | null): boolean {
  return before?.startstack === now?.startstack && before?.arg_start === now?.arg_start && before?.comm === now?.comm;
}

/** Put the answer of a light pass into a process. */
function takeLight(run: Gathering, process: Process, set: ReadSet): void {
  const answers = lightAnswers(set);
  const { status } = answers;
  const isBasic = run.detail === "basic";
  process.execRace = set.exec_race;
  process.stat = parseStat(set.stat);
  if (process.stat === null) {
    const path = `/proc/${process.pid}/stat`;
    run.errors.push({ kind: "malformed", scope: "field", source: "/proc/[pid]/stat", path });
  }
  if (status.ok) process.status = (isBasic ? parseStatusHead : parseStatus)(status.value.bytes);
  else fieldGap(run, status.error, "/proc/[pid]/status");
  process.isCut = !isBasic && status.ok && status.value.more;
  takeProgram(run, process, answers);
}
