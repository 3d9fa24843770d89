import type { FindEvent, HostError, HostReader } from "@livetriage/triage-core";
import { toGroups } from "@livetriage/triage-core";
import { hasInvalidBytes, type LosslessString } from "@livetriage/triage-core/text";
import type { Seen } from "./candidate.ts";
import { depthOf, isWithin } from "./mount-table.ts";
import type { WalkPlan } from "./plan-walk.ts";
import type { EngineEvent, WalkLimits } from "./walk.ts";

type Find = NonNullable<HostReader["find"]>;

/** The file systems on which even a look at the mount point may never come back. */
const CAN_HANG: ReadonlySet<string> = new Set(["remote", "fuse", "autofs"]);

/**
 * The plan in two: what `find` may be given, and what is left to the walk: start points with something below that can
 * hang, and those that a command line cannot name.
 */
export function splitPlan(plan: WalkPlan): { readonly forFind: WalkPlan; readonly forWalk: WalkPlan } {
  const traps = [...plan.prunes.values()].filter(({ why }) => CAN_HANG.has(why));
  const isSafe = (start: LosslessString) =>
    !hasInvalidBytes(start) && !traps.some((trap) => isWithin(trap.path, start));
  const { prunes } = plan;
  return {
    forFind: { starts: plan.starts.filter(isSafe), prunes },
    forWalk: { starts: plan.starts.filter((start) => !isSafe(start)), prunes },
  };
}

/** Entries handed on together. */
const BATCH = 256;

/**
 * The same question put to the host's own `find`: what changed at or after `sinceNs`, down to the same depth; one level
 * more is asked for, to tell a cut from an end.
 */
export async function* findChanged(
  { find, signal }: { readonly find: Find; readonly signal: AbortSignal },
  plan: WalkPlan,
  sinceNs: bigint,
  limits: WalkLimits,
): AsyncGenerator<EngineEvent> {
  let found = 0;
  let below = 0;
  for (const { starts, prune } of questions(plan)) {
    const pruned = new Set(prune);
    const isBelow = deeperThan(limits.levels, starts);
    const spec = { starts, prune, maxDepth: limits.levels + 1, changedSinceNs: sinceNs, signal };
    let batch: Seen[] = [];
    for await (const event of find(spec)) {
      if (event.kind === "error") yield { kind: "error", error: event.error };
      if (event.kind === "end") yield* endEvents(event, signal);
      if (event.kind !== "entry" || pruned.has(event.entry.path)) continue;
      found++;
      if (isBelow(event.entry.path)) below++;
      else if (batch.push(event.entry) === BATCH) {
        yield { kind: "seen", seen: batch };
        batch = [];
      }
    }
    yield { kind: "seen", seen: batch };
  }
  yield { kind: "fact", id: "found", value: `${found} entries down to ${limits.levels} levels` };
  if (below > 0) yield { kind: "truncation", truncation: cutAtDepth(limits.levels, below) };
}

/** How it ended. By its exit code 1 `find` says that it complained; anything else but 0 is an end before its time. */
function* endEvents({ program, exitCode }: FindEvent & { kind: "end" }, signal: AbortSignal): Generator<EngineEvent> {
  yield { kind: "fact", id: "find_exit", value: `${program} ${exitCode}` };
  if (exitCode === 0 || exitCode === 1) return;
  const died: HostError = { op: "find", path: program, errno: "READER_DIED" };
  const why = signal.reason === "cancelled" ? "cancelled" : "deadline";
  yield { kind: "error", error: signal.aborted ? { ...died, errno: "SKIPPED", why } : died };
}

/** Where users may write. `find` goes there last: a flood there must not use up the time of all other places. */
const OPEN_TO_USERS = /^\/(?:tmp|dev|run|home|srv|var|mnt|media)(?:\/|$)/;

/** A start point inside a pruned directory needs a `find` of its own, which does not turn back there. */
function questions({ starts, prunes }: WalkPlan): { starts: LosslessString[]; prune: LosslessString[] }[] {
  const prune = [...prunes.keys()];
  const isInside = (start: LosslessString) => prune.some((path) => isWithin(start, path));
  const alone = starts.filter(isInside).map((start) => ({
    starts: [start],
    prune: prune.filter((path) => path !== start && isWithin(path, start)),
  }));
  const outside = starts.filter((start) => !isInside(start));
  const inOrder = outside.toSorted((a, b) => Number(OPEN_TO_USERS.test(a)) - Number(OPEN_TO_USERS.test(b)));
  const together = { starts: inOrder, prune };
  return together.starts.length === 0 ? alone : [together, ...alone];
}

/** Does a path lie more than `levels` below its start point? Nearly all paths have fewer components than that. */
function deeperThan(levels: number, starts: readonly LosslessString[]): (path: LosslessString) => boolean {
  return (path) => {
    const depth = depthOf(path);
    return depth > levels && depth - depthOf(starts.find((start) => isWithin(path, start)) ?? "/") > levels;
  };
}

function cutAtDepth(limit: number, dropped: number) {
  const groups = toGroups(new Map([["one level further down", dropped]]));
  return {
    cap: "levels",
    limit,
    unit: "files",
    source: "find",
    dropped,
    dropped_is: "at-least" as const,
    kept: "the upper levels",
    groups,
  };
}
