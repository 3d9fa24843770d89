import { keepByStrata } from "@livetriage/triage-core";
import { byDistance, type Candidate } from "./candidate.ts";

/**
 * The `limit` best of some candidates. Neither age nor number decides: what an analyst looks for comes before the rest,
 * what changed with its package last; among equals owners and directories take turns, the nearest to the focus first.
 */
export function choose(candidates: readonly Candidate[], limit: number): Candidate[] {
  const { kept } = keepByStrata(candidates.toSorted(byDistance), {
    limit,
    classOf: rankOf,
    stratumOf: ({ stat, directory }) => `${stat.uid} ${directory}`,
    holderOf: ({ stat }) => String(stat.uid),
    groupOf: ({ directory }) => directory,
  });
  return kept.toSorted((a, b) => rankOf(a) - rankOf(b) || byDistance(a, b));
}

/** Places in the order of choice. */
export const RANKS = [0, 1, 2] as const;

/** Place of a candidate's kind in the order of choice, 0 first. */
export function rankOf(candidate: Candidate): (typeof RANKS)[number] {
  if (candidate.origin?.withInstall === true && candidate.class !== "setuid") return 2;
  return candidate.class === "other" ? 1 : 0;
}
