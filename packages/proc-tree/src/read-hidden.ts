import { askAhead, type Fact, type FileBytes, type Result, toTriageError } from "@livetriage/triage-core";
import { type Cgroup, decodeLossless, splitLines } from "@livetriage/triage-core/text";
import type { Gathering } from "./gathering.ts";
import { parseStat } from "./parse/stat.ts";
import { parseStatus } from "./parse/status.ts";
import { type ProbeRange, probeRanges } from "./probe-ranges.ts";
import type { Process } from "./process.ts";
import { readPids } from "./read-pids.ts";

const MAX_CGROUPS = 1024;
const MAX_BYTES = 1_048_576;
/** Each takes long: both readers have one, and find the next. */
const PROBES_AHEAD = 4;
const STATUS = [{ file: "status", maxBytes: 8192 }] as const;

/** A process that a listing of /proc does not show, and where it shows. */
export interface HiddenPid {
  readonly pid: number;
  readonly views: readonly string[];
}

/** The numbers that are processes, and which were looked at. */
export interface Probed {
  readonly pids: readonly number[];
  readonly fact: Fact;
}

export interface CrossView {
  readonly hidden: readonly HiddenPid[];
  readonly facts: readonly Fact[];
}

/**
 * Compare the listing of /proc with other views of the processes: parents, cgroups, children (at `full`) and a look at
 * every number. Hidden is what is a process and no thread, is the same one at a second look, and is missing from a
 * second listing too; so neither threads nor churn make one.
 */
export async function readHidden(
  run: Gathering,
  processes: readonly Process[],
  probing: Promise<Probed>,
): Promise<CrossView> {
  const listed = new Set(processes.map(({ pid }) => pid));
  checkOwn(run, listed);
  const claims = new Map<number, Set<string>>();
  const claim = (view: string, pids: Iterable<number>): void => {
    for (const pid of pids) {
      if (pid > 0 && !listed.has(pid)) claims.set(pid, (claims.get(pid) ?? new Set()).add(view));
    }
  };
  claim(
    "parents",
    processes.map(({ stat }) => stat?.ppid ?? 0),
  );
  claim("cgroup", await readCgroupPids(run, processes));
  if (run.detail === "full") claim("children", await readChildren(run, processes));
  const probed = await probing;
  claim("probe", probed.pids);
  return { hidden: await verify(run, claims), facts: [probed.fact] };
}

/** A table that does not show ourselves is that of other processes, or forged. */
function checkOwn(run: Gathering, listed: ReadonlySet<number>): void {
  const [own] = run.facts.collector_pids;
  if (own === undefined || listed.has(own)) return;
  const message = `The listing does not show this collection itself, process ${own}.`;
  run.errors.push({ kind: "malformed", scope: "source", source: "/proc", path: `/proc/${own}`, message });
}

/** Look at every number that may be that of a process, but for long runs of those that are listed. */
export async function probeNumbers(run: Gathering, listed: readonly number[]): Promise<Probed> {
  const loadavg = await run.host.readFile("/proc/loadavg", { maxBytes: 128 });
  const last = loadavg.ok ? Number(/ (\d+)\s*$/.exec(decodeLossless(loadavg.value.bytes))?.[1] ?? 0) : 0;
  const ranges = probeRanges(listed, last, run.detail === "full");
  const done: ProbeRange[] = [];
  const pids: number[] = [];
  for await (const answer of askAhead(ranges, ({ from, to }) => run.host.probe(from, to), PROBES_AHEAD)) {
    if (!answer.ok) {
      run.errors.push(toTriageError(answer.error, { scope: "source", source: "/proc/[pid]" }));
      break;
    }
    done.push(ranges[done.length] as ProbeRange);
    pids.push(...answer.value);
  }
  const count = done.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const value = done.length === 0 ? "none" : `${done[0]?.from}-${done.at(-1)?.to}`;
  return { pids, fact: { id: "pids_probed", source: "/proc/[pid]", value, count } };
}

/** Members of every cgroup that a listed process is in. */
async function readCgroupPids(run: Gathering, processes: readonly Process[]): Promise<number[]> {
  const cgroups = new Set(processes.map(({ cgroup }) => cgroup));
  const paths = new Set([...cgroups].flatMap((cgroup) => cgroupProcs(run, cgroup) ?? []));
  const asked = [...paths].slice(0, MAX_CGROUPS);
  const pids: number[] = [];
  for await (const file of askAhead(asked, (path) => run.host.readFile(path, { maxBytes: MAX_BYTES }), 64)) {
    if (file.ok) pids.push(...splitLines(decodeLossless(file.value.bytes)).map(Number).filter(Number.isInteger));
  }
  return pids;
}

/** The file that lists the members of a cgroup; null where the hierarchy is not mounted in its usual place. */
function cgroupProcs({ facts }: Gathering, cgroup: Cgroup | null): string | null {
  if (cgroup === null || cgroup.path.includes("/..")) return null;
  const mount = facts.mounts.find(({ fs_type, super_options, root, mount_point }) => {
    if (root !== "/" || !mount_point.startsWith("/sys/fs/cgroup")) return false;
    if (cgroup.hierarchy === "") return fs_type === "cgroup2";
    return fs_type === "cgroup" && super_options.split(",").includes(cgroup.hierarchy.split(",")[0] ?? "");
  });
  return mount === undefined ? null : `${mount.mount_point}${cgroup.path}/cgroup.procs`;
}

/** What the main thread of every process has started. */
async function readChildren(run: Gathering, processes: readonly Process[]): Promise<number[]> {
  const pids: number[] = [];
  const ask = ({ pid }: Process) => run.host.readFile(`/proc/${pid}/task/${pid}/children`, { maxBytes: MAX_BYTES });
  for await (const file of askAhead(processes, ask, 64)) {
    if (file.ok) pids.push(...decodeLossless(file.value.bytes).split(" ").map(Number).filter(Number.isInteger));
  }
  return pids;
}

/** Of the claimed pids, those that are processes, twice the same, and missing from a new listing. */
async function verify(run: Gathering, claims: ReadonlyMap<number, ReadonlySet<string>>): Promise<HiddenPid[]> {
  const first = await look(run, [...claims.keys()]);
  if (first.size === 0) return [];
  const again = await readPids(run.host);
  if (!again.ok) return [];
  const listed = new Set(again.pids);
  const second = await look(
    run,
    [...first.keys()].filter((pid) => !listed.has(pid)),
  );
  return [...second]
    .filter(([pid, start]) => first.get(pid) === start)
    .map(([pid]) => ({ pid, views: [...(claims.get(pid) ?? [])] }));
}

/** Start times of those pids that are processes and not threads. */
async function look(run: Gathering, pids: readonly number[]): Promise<Map<number, string>> {
  const starts = new Map<number, string>();
  let at = 0;
  for await (const answer of askAhead(pids, (pid) => run.host.readSet(`/proc/${pid}`, STATUS))) {
    const pid = pids[at++] as number;
    if (!answer.ok) continue;
    const status = answer.value.parts[0] as Result<FileBytes>;
    const stat = parseStat(answer.value.stat);
    if (stat === null || !status.ok || parseStatus(status.value.bytes).tgid !== pid) continue;
    starts.set(pid, stat.start_ticks);
  }
  return starts;
}
