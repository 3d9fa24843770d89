import type { FindEvent, HostError, HostReader } from "@livetriage/triage-core";
import { type Truncation, toGroups } from "@livetriage/triage-core";
import { hasInvalidBytes, type LosslessString } from "@livetriage/triage-core/text";
import { abreast } from "./abreast.ts";
import type { Seen } from "./candidate.ts";
import { createDirectoryOf } from "./directory-of.ts";
import { createMemory, type StuckFind } from "./find-memory.ts";
import { findQuestions, type Question } from "./find-questions.ts";
import { lookAtStarts } from "./look-at-starts.ts";
import { depthOf, isWithin } from "./mount-table.ts";
import type { WalkPlan } from "./plan-walk.ts";
import { seenIn } from "./seen-in.ts";
import { walkAfter } from "./stuck-finds.ts";
import type { EngineEvent, WalkLimits } from "./walk.ts";

/** A host that offers its own `find`. */
type FindHost = HostReader & { readonly find: NonNullable<HostReader["find"]> };

export function canFind(host: HostReader): host is FindHost {
  return host.find !== undefined;
}

/** The file systems on which even a look at the mount point may never come back. */
const CAN_HANG: ReadonlySet<string> = new Set(["remote", "fuse", "autofs"]);

/**
 * The plan in two: what `find` may be given, and what is left to the walk: start points with something at or below them
 * that can hang, and those that a command line cannot name.
 */
export function splitPlan(plan: WalkPlan): { readonly forFind: WalkPlan; readonly forWalk: WalkPlan } {
  const refused = [...plan.prunes.values()].filter(({ why, path }) => CAN_HANG.has(why) || hasInvalidBytes(path));
  const traps = [...refused.map(({ path }) => path), ...plan.layered];
  const isSafe = (start: LosslessString) => !hasInvalidBytes(start) && !traps.some((trap) => isWithin(trap, start));
  return {
    forFind: { ...plan, starts: plan.starts.filter(isSafe) },
    forWalk: { ...plan, starts: plan.starts.filter((start) => !isSafe(start)) },
  };
}

/** Programs at work at a time. */
const AT_ONCE = 2;

/** How `find` is asked. */
export interface FindRules {
  readonly limits: WalkLimits;
  readonly signal: AbortSignal;
  /** In parts, of which the top levels are told by lists of ours: faster, but not all by `find` itself. */
  readonly inParts: boolean;
}

/**
 * The same question put to the host's own `find`: what changed at or after `sinceNs`, down to the same depth; one level
 * more is asked for, to tell a cut from an end.
 */
export async function* findChanged(
  host: FindHost,
  plan: WalkPlan,
  sinceNs: bigint,
  { limits, signal, inParts }: FindRules,
): AsyncGenerator<EngineEvent> {
  const { starts, prunes } = plan;
  const { stats, events } = await lookAtStarts(host, starts, sinceNs);
  const directories = starts.filter((start) => stats.get(start)?.type === "directory");
  const asked = findQuestions(host, { prunes, directories, sinceNs, inParts });
  const counts = { found: 0, below: 0 };
  const stuck: StuckFind[] = [];
  const { levels } = limits;
  const answer = ({ roots, ...question }: Question): AsyncGenerator<EngineEvent> => {
    const spec = { ...question, maxDepth: levels + 1, changedSinceNs: sinceNs, signal };
    const memory = createMemory(question.starts);
    return answersOf(host.find(spec), { isBelow: deeperThan(levels, roots), signal, counts, memory, stuck });
  };
  async function* answers(): AsyncGenerator<AsyncIterable<EngineEvent>> {
    yield* asked.closed.map(answer);
    yield* (await asked.open).questions.map(answer);
  }
  for await (const event of abreast(answers(), AT_ONCE)) {
    yield event;
    if (counts.found > limits.names) break;
  }
  yield* events; // what was known before comes last: nothing is to be waited for before the programs run
  const { listed } = await asked.open;
  const seen = listed.flatMap(({ path, entries }) => seenIn(path, entries, { prunes, sinceNs }));
  yield* toSeen(seen, deeperThan(levels, starts), counts);
  yield* walkAfter(host, stuck, plan, sinceNs, limits);
  yield { kind: "fact", id: "found", value: `${counts.found} entries down to ${levels} levels` };
  if (counts.below > 0) yield { kind: "truncation", truncation: cutAtDepth(levels, counts.below) };
  if (counts.found > limits.names) yield { kind: "truncation", truncation: cutAtNames(limits.names) };
}

/** What lies within the levels, the rest counted. */
function* toSeen(
  entries: readonly Seen[],
  isBelow: (path: LosslessString) => boolean,
  counts: { found: number; below: number },
): Generator<EngineEvent> {
  const seen = entries.filter(({ path }) => !isBelow(path));
  counts.found += entries.length;
  counts.below += entries.length - seen.length;
  yield { kind: "seen", seen };
}

async function* answersOf(
  events: AsyncIterable<FindEvent>,
  rules: {
    readonly isBelow: (path: LosslessString) => boolean;
    readonly signal: AbortSignal;
    readonly counts: { found: number; below: number };
    readonly memory: ReturnType<typeof createMemory>;
    readonly stuck: StuckFind[];
  },
): AsyncGenerator<EngineEvent> {
  const directoryOf = createDirectoryOf();
  for await (const event of events) {
    if (event.kind === "error") yield { kind: "error", error: event.error };
    else if (event.kind === "entries") {
      const seen = event.entries.map(({ path, stat }) => ({ path, directory: directoryOf(path), stat }));
      rules.memory.add(seen);
      yield* toSeen(seen, rules.isBelow, rules.counts);
    } else {
      if (event.stuck === true) rules.stuck.push(rules.memory.toStuck());
      yield* endEvents(event, rules.signal);
    }
  }
}

/** How it ended. By its exit code 1 `find` says that it complained; anything else but 0 is an end before its time. */
function* endEvents(event: FindEvent & { kind: "end" }, signal: AbortSignal): Generator<EngineEvent> {
  const { program, exitCode, stuck } = event;
  yield { kind: "fact", id: "find_exit", value: `${program} ${stuck === true ? "stuck" : exitCode}` };
  if (exitCode === 0 || exitCode === 1 || stuck === true) return;
  const died: HostError = { op: "find", path: program, errno: "READER_DIED" };
  const why = signal.reason === "cancelled" ? "cancelled" : "deadline";
  yield { kind: "error", error: signal.aborted ? { ...died, errno: "SKIPPED", why } : died };
}

/** Does a path lie more than `levels` below its start point? Nearly all paths are too short for that. */
function deeperThan(levels: number, starts: readonly LosslessString[]): (path: LosslessString) => boolean {
  return (path) => {
    if (path.length < 2 * levels) return false;
    const depth = depthOf(path);
    return depth > levels && depth - depthOf(starts.find((start) => isWithin(path, start)) ?? "/") > levels;
  };
}

function cutAtDepth(limit: number, dropped: number): Truncation {
  const groups = toGroups(new Map([["one level further down", dropped]]));
  return {
    cap: "levels",
    limit,
    unit: "files",
    source: "find",
    dropped,
    dropped_is: "at-least",
    kept: "the upper levels",
    groups,
  };
}

/** How many there would have been is not known. */
function cutAtNames(limit: number): Truncation {
  return {
    cap: "names",
    limit,
    unit: "entries",
    source: "find",
    dropped: 1,
    dropped_is: "at-least",
    kept: "what find showed first: the system's places, then those open to users",
    groups: [],
  };
}
