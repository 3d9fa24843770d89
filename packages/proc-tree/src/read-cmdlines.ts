import {
  askAhead,
  type FileBytes,
  type ReadPart,
  type ReadSet,
  type ReadSetOptions,
  type Result,
} from "@livetriage/triage-core";
import { fieldGap, type Gathering } from "./gathering.ts";
import { lightParts } from "./light-parts.ts";
import { parseCmdline } from "./parse/cmdline.ts";
import { type ProcStat, parseStat } from "./parse/stat.ts";
import { type Argv, hasProgram, type Process } from "./process.ts";
import { takeLight } from "./read-light.ts";
import { sameProcess } from "./same-process.ts";

/** Most processes have less; asks for less let more of them be open at a time. */
const USUAL_BYTES = 4096;
const SOURCE = "/proc/[pid]/cmdline";

/**
 * The second pass: arguments, which wait for a lock that another process may hold. Those in uninterruptible sleep go
 * last. A process that has started another program since the first pass is read once more as a whole.
 *
 * Source: proc_pid_cmdline(5)
 */
export async function readCmdlines(run: Gathering, processes: readonly Process[]): Promise<void> {
  const usual: readonly ReadPart[] = [{ file: "cmdline", maxBytes: Math.min(USUAL_BYTES, run.argvBytes) }];
  const long: readonly ReadPart[] = [{ file: "cmdline", maxBytes: run.argvBytes }];
  for (const process of processes) if (!hasProgram(process)) process.cmdlineStatus = withoutProgram(process);
  const asked = inOrder(processes.filter(hasProgram));
  const changed: Process[] = [];
  let at = 0;
  const ask = (process: Process) =>
    run.host.readSet(`/proc/${process.pid}`, isUsual(process) ? usual : long, sameProgram(process));
  for await (const answer of askAhead(asked, ask)) {
    const process = asked[at++] as Process;
    const stat = answer.ok ? parseStat(answer.value.stat) : null;
    if (answer.ok && isOtherProgram(process.stat, stat, answer.value)) changed.push(process);
    else takeCmdline(run, process, answer, stat);
  }
  await readAgain(run, changed, long);
}

/** Light and second pass in one, so that program and arguments belong together. */
async function readAgain(run: Gathering, changed: readonly Process[], long: readonly ReadPart[]): Promise<void> {
  const light = lightParts(run.detail);
  const parts = [...light, ...long];
  let at = 0;
  for await (const answer of askAhead(changed, (process) =>
    run.host.readSet(`/proc/${process.pid}`, parts, sameProcess(process)),
  )) {
    const process = changed[at++] as Process;
    if (answer.ok) takeLight(run, process, { ...answer.value, parts: answer.value.parts.slice(0, light.length) });
    const last: Result<ReadSet> = answer.ok
      ? { ok: true, value: { ...answer.value, parts: answer.value.parts.slice(-1) } }
      : answer;
    takeCmdline(run, process, last, process.stat);
  }
}

function takeCmdline(run: Gathering, process: Process, answer: Result<ReadSet>, stat: ProcStat | null): void {
  const file = answer.ok ? (answer.value.parts[0] as Result<FileBytes>) : answer;
  if (!file.ok) {
    process.cmdlineStatus = fieldGap(run, file.error, SOURCE).kind;
    return;
  }
  if (answer.ok) process.execRace ||= answer.value.exec_race;
  process.argv = toArgv(file.value, stat, run.facts.page_size);
  process.cmdlineStatus = file.value.bytes.length === 0 ? "empty" : "read";
}

function toArgv({ bytes, more }: FileBytes, stat: ProcStat | null, pageSize: number): Argv {
  const known = stat !== null && stat.arg_start !== null && stat.arg_end !== null && stat.arg_end > stat.arg_start;
  const [start, expected] = known ? [stat.arg_start, stat.arg_end - stat.arg_start] : [0, null];
  const short = expected !== null && !more && bytes.length < expected;
  const cutAtPage = short && (bytes.length === 0 || (start + bytes.length) % pageSize === 0);
  return { ...parseCmdline(bytes, more), expected, more, cutAtPage };
}

/** Who sleeps uninterruptibly may hold the lock; whose arguments are long shares no batch with the others. */
function inOrder(processes: readonly Process[]): Process[] {
  const place = (process: Process): number => (process.stat?.state === "D" ? 2 : isUsual(process) ? 0 : 1);
  return processes.toSorted((a, b) => place(a) - place(b));
}

function isUsual({ stat }: Process): boolean {
  if (stat === null || stat.arg_start === null || stat.arg_end === null) return false;
  return stat.arg_end > stat.arg_start && stat.arg_end - stat.arg_start <= USUAL_BYTES;
}

/** The process as first seen, with the program that it ran then. */
function sameProgram(process: Process): ReadSetOptions {
  const { stat } = process;
  if (stat === null || stat.startstack === null || stat.arg_start === null) return sameProcess(process);
  return { expect: { start_ticks: stat.start_ticks, image: `${stat.startstack} ${stat.arg_start}` } };
}

/** Who may not know where the memory of a process begins sees another program by its name only. */
function isOtherProgram(before: ProcStat | null, now: ProcStat | null, { exec_race }: ReadSet): boolean {
  return exec_race || (before !== null && now?.comm !== before.comm);
}

/** Kernel threads and zombies have no arguments; of a process that could not be read nothing is known. */
function withoutProgram(process: Process): string | null {
  return process.stat === null ? null : "none";
}
