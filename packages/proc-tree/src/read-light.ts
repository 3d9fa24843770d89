import {
  askAhead,
  type FileBytes,
  type HostError,
  type ReadSet,
  type Result,
  toTriageError,
} from "@livetriage/triage-core";
import { decodeLossless, type LosslessString, parseDecimal } from "@livetriage/triage-core/text";
import { fieldGap, type Gathering } from "./gathering.ts";
import { type LightAnswers, lightAnswers, lightParts } from "./light-parts.ts";
import { parseCgroup } from "./parse/cgroup.ts";
import { parseStat } from "./parse/stat.ts";
import { parseStatus } from "./parse/status.ts";
import { hasProgram, inodeOf, NAMESPACES, type Namespaces, newProcess, type Process } from "./process.ts";
import { same } from "./read-nameless-exe.ts";
import { toExe } from "./to-exe.ts";

/** 65,536 groups of ten digits. */
const LONG_STATUS = [{ file: "status", maxBytes: 1_048_576 }] as const;

/**
 * The first pass over all processes: files that no other process can block.
 *
 * Source: proc_pid_stat(5), proc_pid_status(5), proc_pid_exe(5), proc_pid_cwd(5), proc_pid_root(5), cgroups(7),
 *         proc_pid_loginuid(5), proc_pid_attr(5), proc_pid_wchan(5), namespaces(7)
 */
export async function readLight(run: Gathering, pids: readonly number[]): Promise<Process[]> {
  const parts = lightParts(run.detail);
  const processes: Process[] = [];
  for await (const answer of askAhead(pids, (pid) => run.host.readSet(`/proc/${pid}`, parts))) {
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
    run.host.readSet(`/proc/${process.pid}`, LONG_STATUS, same(process)),
  )) {
    const process = long[at++] as Process;
    const status = answer.ok ? (answer.value.parts[0] as Result<FileBytes>) : answer;
    if (status.ok) process.status = parseStatus(status.value.bytes);
    else fieldGap(run, status.error, "/proc/[pid]/status");
  }
}

/** Put the answer of a light pass into a process. */
export function takeLight(run: Gathering, process: Process, set: ReadSet): void {
  const answers = lightAnswers(set);
  const { status, exe, exeStat, cwd, root } = answers;
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
  process.root = valueOf(root);
  if (run.detail !== "basic") takeSurroundings(run, process, answers);
  if (hasProgram(process)) noteProgramGaps(run, answers);
}

/** Where the process stands: its cgroup, namespaces, login and label. */
function takeSurroundings(run: Gathering, process: Process, answers: LightAnswers): void {
  const { cgroup, loginuid, lsmLabel, wchan, namespaces } = answers;
  const text = (file: typeof cgroup): LosslessString | null =>
    file?.ok === true ? decodeLossless(file.value.bytes) : null;
  process.cgroup = parseCgroup(text(cgroup) ?? "");
  process.loginuid = parseDecimal(text(loginuid)?.trim() ?? "");
  process.lsmLabel = text(lsmLabel)?.replace(/[\n\0]+$/, "") ?? null;
  process.wchan = named(text(wchan));
  process.namespaces = namespaces === undefined ? null : toNamespaces(namespaces);
  noteGap(run, cgroup, "/proc/[pid]/cgroup");
  noteGap(run, loginuid, "/proc/[pid]/loginuid");
  noteGap(run, lsmLabel, "/proc/[pid]/attr/current");
  noteGap(
    run,
    namespaces?.find((link) => !link.ok && isGap(link.error)),
    "/proc/[pid]/ns/*",
  );
}

/** `0` means that it is not waiting, or that the reader may not know. */
function named(wchan: string | null): string | null {
  return wchan === "0" || wchan === "" ? null : wchan;
}

/** Links say `mnt:[4026531832]`. */
function toNamespaces(links: readonly Result<LosslessString>[]): Namespaces {
  const inodes = NAMESPACES.map((name, i) => {
    const link = links[i];
    return [name, link?.ok === true ? inodeOf(link.value) : null];
  });
  return Object.fromEntries(inodes) as Namespaces;
}

/** Only who has memory of its own has a program, and directories that mean something. */
function noteProgramGaps(run: Gathering, { exe, exeStat, cwd, root }: LightAnswers): void {
  noteGap(run, exe, "/proc/[pid]/exe", true);
  if (exe.ok) noteGap(run, exeStat, "/proc/[pid]/exe", true);
  noteGap(run, cwd, "/proc/[pid]/cwd", true);
  noteGap(run, root, "/proc/[pid]/root", true);
}

/** Count a read that failed. A file that is `always` there has vanished when it is not; others some kernels lack. */
function noteGap(run: Gathering, result: Result<unknown> | undefined, source: string, always = false): void {
  if (result?.ok === false && (always || isGap(result.error))) fieldGap(run, result.error, source);
}

/** Kernels without the feature have no such file, or answer that there is no label. */
function isGap({ errno }: HostError): boolean {
  return errno !== "ENOENT" && errno !== "EINVAL";
}

function valueOf<T>(result: Result<T> | undefined): T | null {
  return result?.ok === true ? result.value : null;
}
