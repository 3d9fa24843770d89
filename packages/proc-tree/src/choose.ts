import { type Kept, keepByStrata } from "@livetriage/triage-core";
import { type Cgroup, containerOf, toDevice } from "@livetriage/triage-core/text";
import { groupName } from "./dropped-groups.ts";

import { isKernelThread, type Process } from "./process.ts";
import { factsOf } from "./signals.ts";

/** At most this part of the cap goes to ancestors of what was kept. */
const ANCESTORS_SHARE = 1 / 4;

/** A process with what its place among the others depends on. */
interface Ranked {
  readonly process: Process;
  readonly uid: string;
  readonly group: string;
  readonly stratum: string;
  readonly hasSignal: boolean;
}

/** Which processes stay, best first, and what the cap cost. */
export interface Choice {
  /** Best first: this order decides whose columns are shed last. */
  readonly kept: readonly Process[];
  readonly dropped: readonly Process[];
  readonly truncation: Kept<Process>["truncation"];
}

/**
 * Choose what stays when there are more processes than the cap allows: ancestors of what stays, those with a signal,
 * others, kernel threads last; within a class one of each kind (user, program, first argument, container, signals) in turn.
 */
export function chooseProcesses(processes: readonly Process[], limit: number): Choice {
  const containers = new Map([...new Set(processes.map(({ cgroup }) => cgroup))].map((one) => [one, containerId(one)]));
  const ranked = processes.map((process) => toRanked(process, containers.get(process.cgroup) ?? ""));
  const first = keep(ranked, limit, new Set());
  const chosen = first.truncation === null ? first : keep(ranked, limit, ancestorsOf(first.kept, processes, limit));
  return {
    kept: inTurns(chosen.kept).map(({ process }) => process),
    dropped: chosen.dropped.map(({ process }) => process),
    truncation: chosen.truncation,
  };
}

function keep(ranked: readonly Ranked[], limit: number, ancestors: ReadonlySet<number>): Kept<Ranked> {
  return keepByStrata(ranked, {
    limit,
    classOf: (one) => (ancestors.has(one.process.pid) ? 0 : classOf(one)),
    stratumOf: ({ stratum }) => stratum,
    holderOf: ({ uid }) => uid,
    groupOf: ({ group }) => group,
  });
}

function classOf({ process, hasSignal }: Ranked): number {
  return hasSignal ? 1 : isKernelThread(process) === true ? 3 : 2;
}

function containerId(cgroup: Cgroup | null): string {
  return cgroup === null ? "" : (containerOf(cgroup.path)?.id ?? "");
}

function toRanked(process: Process, container: string): Ranked {
  const { exe, exeStat, status, argv } = process;
  const uid = String(status?.uid?.[0] ?? "unknown");
  const signals = factsOf(process, "signal").join(" ");
  const image = exeStat === null ? (exe?.path ?? "") : `${toDevice(exeStat.dev)}:${exeStat.ino}`;
  const first = argv?.argv[0] ?? "";
  return {
    process,
    uid,
    group: groupName(process),
    stratum: [uid, image, first, container, signals].join("\0"),
    hasSignal: signals !== "",
  };
}

/** Pids of the ancestors of the kept that are not kept themselves, the nearest first, at most their share of the cap. */
function ancestorsOf(kept: readonly Ranked[], processes: readonly Process[], limit: number): Set<number> {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const keptPids = new Set(kept.map(({ process }) => process.pid));
  const ancestors = new Set<number>();
  let generation = kept.map(({ process }) => process);
  while (generation.length > 0) {
    const parents = new Set(generation.map((process) => process.stat?.ppid ?? 0));
    generation = [];
    for (const pid of parents) {
      const parent = byPid.get(pid);
      if (parent === undefined || keptPids.has(pid) || ancestors.has(pid)) continue;
      if (ancestors.size >= Math.floor(limit * ANCESTORS_SHARE)) return ancestors;
      ancestors.add(pid);
      generation.push(parent);
    }
  }
  return ancestors;
}

/** Signals first; then the first kind of every user before the second of any: the order in which columns are kept. */
function inTurns(kept: readonly Ranked[]): Ranked[] {
  const [turnOfKind, turnOfUser] = [takeTurns(), takeTurns()];
  const byKind = kept.map((one) => ({ one, round: turnOfKind(one.stratum) })).toSorted((a, b) => a.round - b.round);
  const places = byKind.map(({ one }) => ({ one, place: turnOfUser(`${one.hasSignal} ${one.uid}`) }));
  return places.toSorted((a, b) => classOf(a.one) - classOf(b.one) || a.place - b.place).map(({ one }) => one);
}

/** How many with the same key came before. */
function takeTurns(): (key: string) => number {
  const seen = new Map<string, number>();
  return (key) => {
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return count;
  };
}
