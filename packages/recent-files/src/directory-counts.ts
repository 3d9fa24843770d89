import { type LosslessString, toText } from "@livetriage/triage-core/text";
import type { Candidate } from "./candidate.ts";
import { rememberLast } from "./remember-last.ts";

/** Candidates counted per directory, so that what is dropped can be told exactly. */
export interface DirectoryCounts {
  add(directory: LosslessString): void;
  /** Candidates that no kept row stands for, per directory as text; directories without loss are left out. */
  dropped(kept: readonly Candidate[]): ReadonlyMap<string, number>;
}

const MAX_DIRECTORIES = 65_536;
const BEYOND = "(directories beyond the first 65536)";

/** Exact counts for the first 65,536 directories, and one exact sum for those beyond. */
export function createDirectoryCounts(): DirectoryCounts {
  const counts = new Map<LosslessString, { seen: number }>();
  const countOf = rememberLast((directory) => {
    const key = counts.has(directory) || counts.size < MAX_DIRECTORIES ? directory : BEYOND;
    const count = counts.get(key) ?? { seen: 0 };
    counts.set(key, count);
    return count;
  });
  return {
    add(directory) {
      countOf(directory).seen++;
    },
    dropped(kept) {
      const left = new Map([...counts].map(([directory, { seen }]) => [directory, seen]));
      for (const { directory, folded } of kept) {
        const key = left.has(directory) ? directory : BEYOND;
        left.set(key, (left.get(key) ?? 0) - (folded?.count ?? 1));
      }
      const lost = [...left].filter(([, count]) => count > 0);
      return new Map(lost.map(([directory, count]) => [toText(directory).text, count]));
    },
  };
}
