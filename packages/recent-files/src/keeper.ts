import { keepByStrata, type Truncation, toGroups } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { createBursts, isOf } from "./bursts.ts";
import { byDistance, type Candidate } from "./candidate.ts";
import { createDirectoryCounts } from "./directory-counts.ts";

/** A stream of candidates in, the rows to keep out; holds a few times `limit` candidates, however many come. */
export interface Keeper {
  offer(candidate: Candidate): void;
  /** The `room` best of all that were offered; at most `limit`. */
  finish(room: number): { readonly kept: readonly Candidate[]; readonly truncation: Truncation | null };
}

const POOL_FACTOR = 4;

/**
 * Neither age nor number decides what stays: what an analyst looks for comes before the rest, what changed with its
 * package last; among equals owners and directories take turns, the nearest to the focus first. Cutting the pool early loses nothing: a candidate that loses among some of the others
 * loses among all of them.
 */
export function createKeeper(limit: number): Keeper {
  const counts = createDirectoryCounts();
  const bursts = createBursts();
  let pool: Candidate[] = [];
  let loses: (candidate: Candidate) => boolean = () => false;
  return {
    offer(candidate) {
      counts.add(candidate.directory);
      const burst = bursts.add(candidate);
      if (burst === "member") return;
      if (burst !== null) {
        pool = pool.filter((one) => !isOf(burst, one));
        loses = () => false;
        return;
      }
      if (loses(candidate)) return;
      pool.push(candidate);
      if (pool.length < limit * POOL_FACTOR) return;
      pool = choose(pool, limit);
      loses = loserTest(pool);
    },
    finish(room) {
      const kept = choose([...pool, ...bursts.folded()], Math.min(room, limit));
      return { kept, truncation: toTruncation(limit, counts.dropped(kept)) };
    },
  };
}

function choose(pool: readonly Candidate[], limit: number): Candidate[] {
  const { kept } = keepByStrata(pool.toSorted(byDistance), {
    limit,
    classOf: rankOf,
    stratumOf,
    holderOf: ({ stat }) => String(stat.uid),
    groupOf: ({ directory }) => directory,
  });
  return kept.toSorted((a, b) => rankOf(a) - rankOf(b) || byDistance(a, b));
}

/**
 * Tells at once that a further candidate has no chance against a full choice: of a lower rank than any of it, or behind
 * all of its own stratum when no stratum has more.
 */
function loserTest(chosen: readonly Candidate[]): (candidate: Candidate) => boolean {
  const lastRank = Math.max(...chosen.map(rankOf));
  const strata = new Map<string, { count: number; last: Candidate }>();
  for (const one of chosen.filter((one) => rankOf(one) === lastRank)) {
    strata.set(stratumOf(one), { count: (strata.get(stratumOf(one))?.count ?? 0) + 1, last: one });
  }
  const most = Math.max(...[...strata.values()].map(({ count }) => count));
  return (candidate) => {
    const rank = rankOf(candidate);
    if (rank !== lastRank) return rank > lastRank;
    const stratum = strata.get(stratumOf(candidate));
    return stratum !== undefined && stratum.count === most && byDistance(candidate, stratum.last) > 0;
  };
}

function stratumOf({ stat, directory }: Candidate): string {
  return `${stat.uid} ${directory}`;
}

function rankOf(candidate: Candidate): number {
  if (candidate.origin?.withInstall === true && candidate.class !== "setuid") return 2;
  return candidate.class === "other" ? 1 : 0;
}

function toTruncation(limit: number, dropped: ReadonlyMap<LosslessString, number>): Truncation | null {
  if (dropped.size === 0) return null;
  return {
    cap: "entries",
    limit,
    unit: "items",
    source: "items",
    dropped: [...dropped.values()].reduce((sum, count) => sum + count, 0),
    dropped_is: "exact",
    kept: "what is not of an installed package first; executables, scripts, configuration and misplaced first; in turn over owners and directories, nearest first",
    groups: toGroups(dropped),
  };
}
