import type { Candidate } from "./candidate.ts";
import { rankOf } from "./choose.ts";

/** What a full choice says of candidates that are still to come. */
export interface Floor {
  /** How many of a rank and an owner can be kept of one directory at most. */
  roomOf(rank: number, uid: number): number;
}

/** Before the first choice all may be kept. */
export const NO_FLOOR: Floor = { roomOf: () => Number.POSITIVE_INFINITY };

/**
 * The floor under a full choice. A candidate of a lower rank than any that was kept, or behind as many of its own
 * directory as were kept of any, comes too late, unless its owner has not had the share that is his beforehand.
 */
export function floorOf(kept: readonly Candidate[], all: readonly Candidate[]): Floor {
  const lastRank = Math.max(...kept.map(rankOf));
  const ofLastRank = kept.filter((candidate) => rankOf(candidate) === lastRank);
  const most = Math.max(...countBy(ofLastRank, ({ stat, directory }) => `${stat.uid} ${directory}`).values());
  const share = largestShare([...countBy(all, ({ stat }) => stat.uid).values()], Math.floor(kept.length / 2));
  const held = countBy(kept, ({ stat }) => stat.uid);
  return {
    roomOf(rank, uid) {
      if (rank < lastRank || (held.get(uid) ?? 0) < share) return Number.POSITIVE_INFINITY;
      return rank > lastRank ? 0 : most;
    },
  };
}

/** What an owner of very many can get when `room` is given out in turn, and the others have so many. */
function largestShare(counts: readonly number[], room: number): number {
  const others = counts.toSorted((a, b) => a - b).slice(0, -1);
  let left = room;
  for (const [i, count] of others.entries()) {
    const turns = Math.ceil(left / (counts.length - i));
    if (count >= turns) return turns;
    left -= count;
  }
  return left;
}

function countBy<K>(candidates: readonly Candidate[], keyOf: (candidate: Candidate) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const candidate of candidates) counts.set(keyOf(candidate), (counts.get(keyOf(candidate)) ?? 0) + 1);
  return counts;
}
