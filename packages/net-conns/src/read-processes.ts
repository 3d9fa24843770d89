import {
  askAhead,
  type FileBytes,
  type HostReader,
  type ReadPart,
  type Result,
  type TriageError,
  toTriageError,
} from "@livetriage/triage-core";
import { decodeLossless, type LosslessString, parseCgroup } from "@livetriage/triage-core/text";

/** A process of the table of descriptors. */
export interface ProcessKey {
  readonly pid: number;
  readonly start_ticks: string;
}

/** What each of some processes answered, null where there was no answer. */
export interface Answers<T> {
  of(process: ProcessKey | null): T | null;
  readonly errors: readonly TriageError[];
}

/** What a process runs, and where. */
export interface Program {
  /** Null when it has none or it may not be known. */
  readonly exe: LosslessString | null;
  /** Path of its control group, null where not asked or not told. */
  readonly cgroup: LosslessString | null;
}

const CGROUP_BYTES = 8192;
const PROGRAM: readonly ReadPart[] = [{ link: "exe" }, { file: "cgroup", maxBytes: CGROUP_BYTES }];
const ARGV: readonly ReadPart[] = [{ file: "cmdline", maxBytes: 4096 }];

/** Program and control group of processes. A kernel thread has no program, which is no error. */
export async function readPrograms(host: HostReader, processes: readonly ProcessKey[]): Promise<Answers<Program>> {
  return readEach(host, processes, PROGRAM, (parts, errors) => {
    const [exe, cgroup] = parts as readonly [Result<LosslessString>, Result<FileBytes>];
    if (!exe.ok && exe.error.errno !== "ENOENT") errors.push(toFieldError(exe, "/proc/[pid]/exe"));
    if (!cgroup.ok) errors.push(toFieldError(cgroup, "/proc/[pid]/cgroup"));
    return { exe: exe.ok ? exe.value : null, cgroup: cgroupPath(cgroup) };
  });
}

/** The first argument of processes. */
export async function readArgv0(host: HostReader, processes: readonly ProcessKey[]): Promise<Answers<LosslessString>> {
  return readEach(host, processes, ARGV, (parts, errors) => {
    const [cmdline] = parts as readonly [Result<FileBytes>];
    if (!cmdline.ok) errors.push(toFieldError(cmdline, "/proc/[pid]/cmdline"));
    return cmdline.ok ? (decodeLossless(cmdline.value.bytes).split("\0")[0] ?? null) : null;
  });
}

/** Programs of many processes, at a fraction of the cost: without their control groups, and not tied to their start. */
export async function readExes(host: HostReader, processes: readonly ProcessKey[]): Promise<Answers<Program>> {
  const distinct = distinctOf(processes);
  const answers = new Map<string, Program>();
  let i = 0;
  for await (const exe of askAhead(distinct, ({ pid }) => host.readLink(`/proc/${pid}/exe`))) {
    const process = distinct[i++] as ProcessKey;
    if (exe.ok) answers.set(keyOf(process), { exe: exe.value, cgroup: null });
  }
  return toAnswers(answers, []);
}

/** Control groups of processes that stand for their namespaces. */
export async function readCgroups(
  host: HostReader,
  pids: readonly number[],
): Promise<{ readonly paths: ReadonlyMap<number, LosslessString | null>; readonly errors: readonly TriageError[] }> {
  const paths = new Map<number, LosslessString | null>();
  const errors: TriageError[] = [];
  let i = 0;
  for await (const file of askAhead(pids, (pid) => host.readFile(`/proc/${pid}/cgroup`, { maxBytes: CGROUP_BYTES }))) {
    const pid = pids[i++] as number;
    paths.set(pid, cgroupPath(file));
    if (!file.ok) errors.push(toFieldError(file, "/proc/[pid]/cgroup"));
  }
  return { paths, errors };
}

function cgroupPath(file: Result<FileBytes>): LosslessString | null {
  return file.ok ? (parseCgroup(decodeLossless(file.value.bytes))?.path ?? null) : null;
}

/** Answers of nobody. */
export function noAnswers<T>(): Answers<T> {
  return toAnswers(new Map<string, T>(), []);
}

async function readEach<T>(
  host: HostReader,
  processes: readonly ProcessKey[],
  parts: readonly ReadPart[],
  toAnswer: (parts: readonly Result<unknown>[], errors: TriageError[]) => T | null,
): Promise<Answers<T>> {
  const distinct = distinctOf(processes);
  const answers = new Map<string, T | null>();
  const errors: TriageError[] = [];
  const ask = ({ pid, start_ticks }: ProcessKey) => host.readSet(`/proc/${pid}`, parts, { expect: { start_ticks } });
  let i = 0;
  for await (const set of askAhead(distinct, ask)) {
    const process = distinct[i++] as ProcessKey;
    if (set.ok) answers.set(keyOf(process), toAnswer(set.value.parts, errors));
    else errors.push(toFieldError(set, "/proc/[pid]"));
  }
  return toAnswers(answers, errors);
}

function toAnswers<T>(answers: ReadonlyMap<string, T | null>, errors: readonly TriageError[]): Answers<T> {
  return { of: (process) => (process === null ? null : (answers.get(keyOf(process)) ?? null)), errors };
}

function distinctOf(processes: readonly ProcessKey[]): readonly ProcessKey[] {
  return [...new Map(processes.map((process) => [keyOf(process), process])).values()];
}

function toFieldError(result: Result<unknown> & { readonly ok: false }, source: string): TriageError {
  return toTriageError(result.error, { scope: "field", source });
}

function keyOf({ pid, start_ticks }: ProcessKey): string {
  return `${pid} ${start_ticks}`;
}
