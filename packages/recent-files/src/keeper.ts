import { type Truncation, toGroups } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { createBursts, isOf } from "./bursts.ts";
import type { Candidate } from "./candidate.ts";
import { choose } from "./choose.ts";
import { createDirectoryCounts } from "./directory-counts.ts";
import { createPackageFolds } from "./package-folds.ts";
import { Pool } from "./pool.ts";

/** A stream of candidates in, the rows to keep out; holds a few times `limit` candidates, however many come. */
export interface Keeper {
  offer(candidates: readonly Candidate[]): void;
  /** The `room` best of all that were offered; at most `limit`. */
  finish(room: number): { readonly kept: readonly Candidate[]; readonly truncation: Truncation | null };
}

/** Counts all, folds what has one cause, and keeps the best of the rest. */
export function createKeeper(limit: number): Keeper {
  const counts = createDirectoryCounts();
  const bursts = createBursts();
  const folds = createPackageFolds();
  const pool = new Pool(limit);
  const offerOne = (candidate: Candidate): void => {
    counts.add(candidate.directory);
    if (folds.add(candidate)) return;
    const burst = bursts.add(candidate);
    if (burst === null) pool.add(candidate);
    else if (burst !== "member") pool.remove(candidate, (one) => isOf(burst, one));
  };
  return {
    offer(candidates) {
      for (const candidate of candidates) offerOne(candidate);
    },
    finish(room) {
      const kept = choose([...pool.candidates, ...bursts.folded(), ...folds.folded()], Math.min(room, limit));
      return { kept, truncation: toTruncation(limit, counts.dropped(kept)) };
    },
  };
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
