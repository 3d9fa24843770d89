import type { HostReader } from "@livetriage/triage-core";
import { toGroups } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { isWithin } from "./mount-table.ts";
import type { WalkPlan } from "./plan-walk.ts";
import type { EngineEvent, WalkLimits } from "./walk.ts";

type Find = NonNullable<HostReader["find"]>;

/** The file systems on which even a look at the mount point may never come back. */
const CAN_HANG: ReadonlySet<string> = new Set(["remote", "fuse", "autofs"]);

/** The plan in two: what `find` may be given, and what only the walk may enter because something below can hang. */
export function splitPlan(plan: WalkPlan): { readonly forFind: WalkPlan; readonly forWalk: WalkPlan } {
  const traps = [...plan.prunes.values()].filter(({ why }) => CAN_HANG.has(why));
  const isSafe = (start: LosslessString) => !traps.some((trap) => isWithin(trap.path, start));
  const { prunes } = plan;
  return {
    forFind: { starts: plan.starts.filter(isSafe), prunes },
    forWalk: { starts: plan.starts.filter((start) => !isSafe(start)), prunes },
  };
}

/**
 * The same question put to the host's own `find`: what changed at or after `sinceNs`, down to the same depth; one level more
 * is asked for, to tell a cut from an end.
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
    const depthOf = depthBelow(starts);
    const spec = { starts, prune, maxDepth: limits.levels + 1, changedSinceNs: sinceNs, signal };
    for await (const event of find(spec)) {
      if (event.kind === "error") yield { kind: "error", error: event.error };
      if (event.kind === "end") yield { kind: "fact", id: "find_exit", value: `${event.program} ${event.exitCode}` };
      if (event.kind !== "entry" || prune.includes(event.entry.path)) continue;
      found++;
      if (depthOf(event.entry.path) > limits.levels) below++;
      else yield { kind: "seen", seen: [event.entry] };
    }
  }
  yield { kind: "fact", id: "found", value: `${found} entries down to ${limits.levels} levels` };
  if (below > 0) yield { kind: "truncation", truncation: cutAtDepth(limits.levels, below) };
}

/** A start point inside a pruned directory needs a `find` of its own, which does not turn back there. */
function questions({ starts, prunes }: WalkPlan): { starts: LosslessString[]; prune: LosslessString[] }[] {
  const prune = [...prunes.keys()];
  const isInside = (start: LosslessString) => prune.some((path) => isWithin(start, path));
  const alone = starts.filter(isInside).map((start) => ({
    starts: [start],
    prune: prune.filter((path) => path !== start && isWithin(path, start)),
  }));
  const together = { starts: starts.filter((start) => !isInside(start)), prune };
  return together.starts.length === 0 ? alone : [together, ...alone];
}

function depthBelow(starts: readonly LosslessString[]): (path: LosslessString) => number {
  const levels = (path: LosslessString) => (path === "/" ? 0 : path.split("/").length - 1);
  return (path) => levels(path) - levels(starts.find((start) => isWithin(path, start)) ?? "/");
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
