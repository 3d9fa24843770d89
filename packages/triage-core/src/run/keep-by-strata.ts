import type { Truncation } from "../schema/truncation.ts";
import { toGroups } from "./truncation-groups.ts";

/** How to rank candidates. Candidates come in the order that they have within their stratum, best first. */
export interface StrataRules<T> {
  /** Most candidates to keep. */
  readonly limit: number;
  /** Class of a candidate; 0 is kept first. */
  classOf(candidate: T): number;
  /** What makes candidates alike, such as uid, program and arguments. */
  stratumOf(candidate: T): string;
  /** Who would gain from filling the cap: the uid. */
  holderOf(candidate: T): string;
  /** Key under which a dropped candidate is counted. */
  groupOf(candidate: T): string;
}

/** The kept candidates, in the order given, and what the cap cost (null when nothing). */
export interface Kept<T> {
  readonly kept: readonly T[];
  readonly dropped: readonly T[];
  readonly truncation: Truncation | null;
}

/**
 * Choose what stays when there is more than a cap allows, so that nobody hides behind numbers: classes in order; in a
 * class the first of every stratum precedes the second of any; when even the first ones are too many, the holder with
 * most of them loses first. Half of the room goes to all holders in equal parts beforehand, so that who fills the first
 * class leaves the others a share for theirs. Neither age nor number decides.
 */
export function keepByStrata<T>(candidates: readonly T[], rules: StrataRules<T>): Kept<T> {
  if (candidates.length <= rules.limit) return { kept: candidates, dropped: [], truncation: null };
  const ranked = byClass(candidates, rules).flatMap((members) => rounds(members, rules));
  const chosen = new Set(fairShare(ranked.flat(), Math.floor(rules.limit / 2), rules));
  for (const round of ranked) {
    const room = rules.limit - chosen.size;
    if (room === 0) break;
    const open = round.filter((one) => !chosen.has(one));
    for (const one of open.length <= room ? open : fairShare(open, room, rules)) chosen.add(one);
  }
  const dropped = candidates.filter((one) => !chosen.has(one));
  return { kept: candidates.filter((one) => chosen.has(one)), dropped, truncation: toTruncation(dropped, rules) };
}

function byClass<T>(candidates: readonly T[], rules: StrataRules<T>): T[][] {
  const classes = Map.groupBy(candidates, (one) => rules.classOf(one));
  return [...classes].toSorted(([a], [b]) => a - b).map(([, members]) => members);
}

/** The first of every stratum, then the second of every stratum, and so on. */
function rounds<T>(members: readonly T[], rules: StrataRules<T>): T[][] {
  const position = new Map<string, number>();
  const result: T[][] = [];
  for (const one of members) {
    const stratum = rules.stratumOf(one);
    const at = position.get(stratum) ?? 0;
    position.set(stratum, at + 1);
    (result[at] ??= []).push(one);
  }
  return result;
}

/** `room` of the members, given out one per holder in turn: who holds few loses none. */
function fairShare<T>(members: readonly T[], room: number, rules: StrataRules<T>): T[] {
  let queues = [...Map.groupBy(members, (one) => rules.holderOf(one)).values()];
  const chosen: T[] = [];
  for (let turn = 0; chosen.length < room; turn++) {
    queues = queues.filter((queue) => queue.length > turn);
    chosen.push(...queues.slice(0, room - chosen.length).map((queue) => queue[turn] as T));
  }
  return chosen;
}

function toTruncation<T>(dropped: readonly T[], rules: StrataRules<T>): Truncation {
  const groups = new Map<string, number>();
  for (const one of dropped) {
    const key = rules.groupOf(one);
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  return {
    cap: "entries",
    limit: rules.limit,
    unit: "items",
    source: "items",
    dropped: dropped.length,
    dropped_is: "exact",
    kept: "classes in order, then one of each kind in turn",
    groups: toGroups(groups),
  };
}
