import {
  askAhead,
  type FileBytes,
  type FileStat,
  type HostError,
  type ReadPart,
  type ReadSet,
  type Result,
  toTriageError,
} from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { fieldGap, type Gathering } from "./gathering.ts";
import { parseStat } from "./parse/stat.ts";
import { parseStatus } from "./parse/status.ts";
import { hasProgram, newProcess, type Process } from "./process.ts";
import { toExe } from "./to-exe.ts";

/** Longer only when a process is in more than a thousand groups; such a one is read again. */
const STATUS_BYTES = 8192;

const BASIC: readonly ReadPart[] = [{ file: "status", maxBytes: STATUS_BYTES }, { link: "exe" }, { link: "cwd" }];
const STANDARD: readonly ReadPart[] = [...BASIC, { link: "root" }, { stat: "exe" }];

/** The parts of the light pass: one and the same array for every process, so that asks travel in batches. */
export function lightParts(detail: Gathering["detail"]): readonly ReadPart[] {
  return detail === "basic" ? BASIC : STANDARD;
}

/**
 * The first pass over all processes: files that no other process can block.
 *
 * Source: proc_pid_stat(5), proc_pid_status(5), proc_pid_exe(5), proc_pid_cwd(5), proc_pid_root(5)
 */
export async function readLight(run: Gathering, pids: readonly number[]): Promise<Process[]> {
  const parts = lightParts(run.detail);
  const processes: Process[] = [];
  for await (const answer of askAhead(pids, (pid) => run.host.readSet(`/proc/${pid}`, parts))) {
    const process = newProcess(pids[processes.length] as number);
    processes.push(process);
    if (answer.ok) takeLight(run, process, answer.value);
    else run.errors.push(toTriageError(answer.error, { scope: "item", source: "/proc/[pid]/stat" }));
  }
  return processes;
}

/** Put the answer of a light pass into a process. */
export function takeLight(run: Gathering, process: Process, set: ReadSet): void {
  const [status, exe, cwd, root, exeStat] = set.parts as LightParts;
  process.read = true;
  process.execRace = set.exec_race;
  process.stat = parseStat(set.stat);
  if (process.stat === null) {
    run.errors.push({
      kind: "malformed",
      scope: "field",
      source: "/proc/[pid]/stat",
      path: `/proc/${process.pid}/stat`,
    });
  }
  if (status.ok) process.status = parseStatus(status.value.bytes);
  else fieldGap(run, status.error, "/proc/[pid]/status");
  if (exeStat?.ok === true) process.exeStat = exeStat.value;
  if (exe.ok) process.exe = toExe(exe.value, process.exeStat, run.mounted, null);
  if (cwd.ok) process.cwd = cwd.value;
  if (root?.ok === true) process.root = root.value;
  if (!hasProgram(process)) return;
  noteGap(run, exe, "/proc/[pid]/exe");
  if (exe.ok) noteGap(run, exeStat, "/proc/[pid]/exe");
  noteGap(run, cwd, "/proc/[pid]/cwd");
  noteGap(run, root, "/proc/[pid]/root");
}

type LightParts = readonly [
  Result<FileBytes>,
  Result<LosslessString>,
  Result<LosslessString>,
  Result<LosslessString> | undefined,
  Result<FileStat> | undefined,
];

function noteGap(
  run: Gathering,
  result: { readonly ok: true } | { readonly ok: false; readonly error: HostError } | undefined,
  source: string,
): void {
  if (result?.ok === false) fieldGap(run, result.error, source);
}
