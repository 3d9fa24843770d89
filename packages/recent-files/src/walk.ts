import type { HostError, HostReader, Listing, Result, Truncation } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Seen } from "./candidate.ts";
import { createFrontier, type Directory, type Frontier } from "./frontier.ts";
import { lookAtStarts } from "./look-at-starts.ts";
import { join } from "./mount-table.ts";
import type { WalkPlan } from "./plan-walk.ts";
import { seenIn } from "./seen-in.ts";
import { walkTruncations } from "./walk-truncations.ts";

/** What an engine reports on its way. */
export type EngineEvent =
  | { readonly kind: "seen"; readonly seen: readonly Seen[] }
  | { readonly kind: "error"; readonly error: HostError }
  | { readonly kind: "truncation"; readonly truncation: Truncation }
  | { readonly kind: "fact"; readonly id: string; readonly value: string; readonly count?: number };

/** Limits of an engine. */
export interface WalkLimits {
  /** Levels below a start point that are looked at, as `find -maxdepth`. */
  readonly levels: number;
  readonly directories: number;
  /** Names looked at in all. */
  readonly names: number;
  /** Names looked at in one directory. */
  readonly namesPerDirectory: number;
}

/** Lists asked for before the first is awaited. */
const AHEAD = 32;
/** Names looked at by one list: a directory is read in parts, so that its size never shows in memory. */
const NAMES_AT_ONCE = 1024;

/** State of one walk. */
interface Walk {
  readonly host: HostReader;
  readonly plan: WalkPlan;
  readonly sinceNs: bigint;
  readonly limits: WalkLimits;
  readonly frontier: Frontier;
  readonly cut: { levels: Map<LosslessString, number>; wide: Map<LosslessString, number> };
  names: number;
  directories: number;
  /** The run is over: what still waits is counted, not asked for. */
  ended: boolean;
}

/**
 * Walk the plan's start points through `host.list`: what changed at or after `sinceNs`, and what could not be read.
 * Links are never followed; several lists are always under way; directories come in turn over start points and owners,
 * large ones in parts.
 */
export async function* walk(
  host: HostReader,
  plan: WalkPlan,
  sinceNs: bigint,
  limits: WalkLimits,
): AsyncGenerator<EngineEvent> {
  const state: Walk = {
    host,
    plan,
    sinceNs,
    limits,
    frontier: createFrontier(limits.directories),
    cut: { levels: new Map(), wide: new Map() },
    names: 0,
    directories: 0,
    ended: false,
  };
  const { stats, events } = await lookAtStarts(host, plan.starts, sinceNs);
  yield* events;
  for (const [path, { type, uid }] of stats) {
    if (type === "directory") state.frontier.push({ path, depth: 0, start: path, uid });
  }
  const open: Open[] = [];
  for (;;) {
    askAhead(state, open);
    const first = open.shift();
    if (first === undefined) break;
    const listing = await first.listing;
    if (listing.ok) {
      goOn(state, open, first, listing.value);
      yield* enter(state, first.directory, listing.value);
    } else {
      yield { kind: "error", error: listing.error };
      state.ended ||= listing.error.why === "deadline" || listing.error.why === "cancelled";
    }
  }
  yield* endEvents(state);
}

/** How far it got, and what its limits cost. */
function* endEvents({ directories, names, frontier, ended, cut, limits }: Walk): Generator<EngineEvent> {
  yield { kind: "fact", id: "walked", value: `${directories} directories, ${names} names` };
  const left = frontier.left();
  const waiting = [...left.values()].reduce((sum, count) => sum + count, 0);
  if (ended && waiting > 0) yield { kind: "fact", id: "not_walked", value: "known directories", count: waiting };
  const cuts = { ...cut, directories: ended ? new Map<string, number>() : left };
  for (const truncation of walkTruncations(limits, cuts, names)) yield { kind: "truncation", truncation };
}

/** A directory of which some names have been looked at, and the next are asked for. */
interface Open {
  readonly directory: Directory;
  readonly looked: number;
  readonly listing: Promise<Result<Listing>>;
}

function askAhead(state: Walk, open: Open[]): void {
  while (open.length < AHEAD && hasRoom(state)) {
    const directory = state.frontier.next();
    if (directory === undefined) return;
    state.directories++;
    open.push(ask(state, directory, 0));
  }
}

function ask({ host, sinceNs, limits }: Walk, directory: Directory, looked: number, after?: LosslessString): Open {
  const maxEntries = Math.min(NAMES_AT_ONCE, limits.namesPerDirectory - looked);
  const options = { noFollow: true, changedSinceNs: sinceNs, maxEntries, ...(after === undefined ? {} : { after }) };
  return { directory, looked, listing: host.list(directory.path, options) };
}

/** Count the names of a part, and ask for the next one, which comes when all others that are open have had a turn. */
function goOn(state: Walk, open: Open[], { directory, looked }: Open, { seen, more, last }: Listing): void {
  state.names += seen;
  if (!more) return;
  if (looked + seen >= state.limits.namesPerDirectory) count(state.cut.wide, directory.path);
  else if (state.ended || state.names >= state.limits.names) state.frontier.push(directory);
  else open.push(ask(state, directory, looked + seen, last));
}

function hasRoom({ directories, names, limits, ended }: Walk): boolean {
  return !ended && directories < limits.directories && names < limits.names;
}

function* enter(state: Walk, directory: Directory, listing: Listing): Generator<EngineEvent> {
  const { prunes } = state.plan;
  for (const { name, glance, errno = "EIO" } of listing.entries) {
    if (glance !== undefined && glance.type !== "directory") continue;
    const path = join(directory.path, name);
    if (prunes.has(path)) continue;
    if (glance === undefined) yield { kind: "error", error: { op: "lstat", path, errno } };
    else descend(state, directory, path, glance.uid);
  }
  const seen = seenIn(directory.path, listing.entries, { prunes, sinceNs: state.sinceNs });
  if (seen.length > 0) yield { kind: "seen", seen };
}

function descend(state: Walk, parent: Directory, path: LosslessString, uid: number): void {
  const depth = parent.depth + 1;
  if (depth >= state.limits.levels) count(state.cut.levels, parent.start);
  else state.frontier.push({ path, depth, start: parent.start, uid });
}

function count(counts: Map<LosslessString, number>, key: LosslessString): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
