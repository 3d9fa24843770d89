import type { LosslessString } from "@livetriage/triage-core/text";
import { byDistance, type Candidate } from "./candidate.ts";
import { choose, RANKS, rankOf } from "./choose.ts";
import { floorOf, NO_FLOOR } from "./floor.ts";

/** Candidates of one rank, owner and directory. */
interface Stratum {
  readonly rank: number;
  readonly uid: number;
  readonly directory: LosslessString;
  members: Candidate[];
  /** What comes behind it in this stratum is not kept. */
  last: Candidate | null;
}

const POOL_FACTOR = 4;

/**
 * The candidates that may still be kept: a few times `limit`, however many come. Cutting it early loses nothing: a
 * candidate that loses among some of the others loses among all of them.
 */
export class Pool {
  readonly #limit: number;
  readonly #strata = new Map<string, Stratum>();
  #current: Stratum | undefined;
  #size = 0;
  #floor = NO_FLOOR;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get candidates(): Candidate[] {
    return [...this.#strata.values()].flatMap(({ members }) => members);
  }

  add(candidate: Candidate): void {
    const rank = rankOf(candidate);
    if (this.#floor.roomOf(rank, candidate.stat.uid) === 0) return;
    const stratum = this.#stratumOf(candidate, rank);
    if (stratum.last !== null && byDistance(candidate, stratum.last) > 0) return;
    this.#put(stratum, candidate);
    if (this.#size >= this.#limit * POOL_FACTOR) this.#cut();
  }

  /** Take out what has become part of something else: some candidates of the owner and directory of `one`. */
  remove(one: Candidate, isOut: (candidate: Candidate) => boolean): void {
    this.#floor = NO_FLOOR;
    for (const rank of RANKS) {
      const stratum = this.#stratumOf(one, rank);
      const left = stratum.members.filter((member) => !isOut(member));
      this.#size -= stratum.members.length - left.length;
      stratum.members = left;
      stratum.last = null;
    }
  }

  #stratumOf({ stat: { uid }, directory }: Candidate, rank: number): Stratum {
    const current = this.#current;
    if (current?.directory === directory && current.uid === uid && current.rank === rank) return current;
    const key = `${rank} ${uid} ${directory}`;
    const stratum = this.#strata.get(key) ?? { rank, uid, directory, members: [], last: null };
    this.#strata.set(key, stratum);
    this.#current = stratum;
    return stratum;
  }

  #put(stratum: Stratum, candidate: Candidate): void {
    stratum.members.push(candidate);
    this.#size++;
    const room = Math.min(this.#limit, this.#floor.roomOf(stratum.rank, stratum.uid));
    if (stratum.members.length < 2 * room) return;
    this.#size -= stratum.members.length - room;
    stratum.members = stratum.members.toSorted(byDistance).slice(0, room);
    stratum.last = stratum.members.at(-1) ?? null;
  }

  #cut(): void {
    const all = this.candidates;
    const kept = choose(all, this.#limit);
    this.#floor = floorOf(kept, all);
    this.#strata.clear();
    this.#current = undefined;
    this.#size = 0;
    for (const candidate of kept) this.#put(this.#stratumOf(candidate, rankOf(candidate)), candidate);
  }
}
