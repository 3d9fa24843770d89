import type { LosslessString } from "@livetriage/triage-core/text";
import { directoryOf, type Seen } from "./candidate.ts";
import { isWithin } from "./mount-table.ts";
import { rememberLast } from "./remember-last.ts";

/** Names that are remembered of one `find`. */
const MOST_SHOWN = 65_536;

/** A `find` that stood still before it had shown all below its start points. */
export interface StuckFind {
  readonly starts: readonly LosslessString[];
  /** What it had shown by then; null when that was too much to remember. */
  readonly shown: { has(path: LosslessString): boolean } | null;
}

/** A directory of which something was shown; no names once it has been left, for then all of it was. */
interface Shown {
  readonly directory: LosslessString;
  names: LosslessString[] | null;
}

/**
 * Remembers what a `find` shows, for the case that it gets stuck. It goes down into a directory before it goes on, so
 * only names in the directories above the last one it showed need remembering.
 */
export function createMemory(starts: readonly LosslessString[]) {
  const shown = new Map<LosslessString, Shown>();
  const open: Shown[] = [];
  let count = 0;
  const openAt = (directory: LosslessString): Shown => {
    for (let last = open.at(-1); last !== undefined && !isWithin(directory, last.directory); last = open.at(-1)) {
      count -= last.names?.length ?? 0;
      last.names = null;
      open.pop();
    }
    const known = shown.get(directory) ?? { directory, names: [] };
    if (!shown.has(directory)) open.push(known);
    shown.set(directory, known);
    return known;
  };
  const directoryAt = rememberLast(openAt);
  return {
    add(seen: readonly Seen[]): void {
      for (const { path } of seen) {
        if (count > MOST_SHOWN) return;
        directoryAt(directoryOf(path)).names?.push(path);
        count++;
      }
    },
    toStuck(): StuckFind {
      const paths = new Set([...starts, ...open.flatMap(({ names }) => names ?? [])]);
      const has = (path: LosslessString) => paths.has(path) || shown.get(directoryOf(path))?.names === null;
      return { starts, shown: count > MOST_SHOWN ? null : { has } };
    },
  };
}
