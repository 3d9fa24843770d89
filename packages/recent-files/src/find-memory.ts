import type { LosslessString } from "@livetriage/triage-core/text";
import type { Seen } from "./candidate.ts";
import { createDirectoryOf } from "./directory-of.ts";
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

/** A directory of which something was shown. */
interface Shown {
  readonly directory: LosslessString;
  /** Names remembered before its first one. */
  readonly start: number;
  /** All of it was shown, and no name of it is remembered any more. */
  isLeft: boolean;
}

/**
 * Remembers what a `find` shows, for the case that it gets stuck. It goes down into a directory before it goes on, so
 * only names in the directories above the last one it showed need remembering.
 */
export function createMemory(starts: readonly LosslessString[]) {
  const shown = new Map<LosslessString, Shown>();
  const open: Shown[] = [];
  const names: LosslessString[] = []; // one list for all open directories: a list for each would live longer than it
  const openAt = (directory: LosslessString): Shown => {
    for (let last = open.at(-1); last !== undefined && !isWithin(directory, last.directory); last = open.at(-1)) {
      names.length = last.start;
      last.isLeft = true;
      open.pop();
    }
    const known = shown.get(directory) ?? { directory, start: names.length, isLeft: false };
    if (!shown.has(directory)) open.push(known);
    shown.set(directory, known);
    return known;
  };
  const directoryAt = rememberLast(openAt);
  return {
    add(seen: readonly Seen[]): void {
      for (const { path, directory } of seen) {
        if (names.length > MOST_SHOWN) return;
        if (!directoryAt(directory).isLeft) names.push(path);
      }
    },
    toStuck(): StuckFind {
      const paths = new Set([...starts, ...names]);
      const directoryOf = createDirectoryOf();
      const has = (path: LosslessString) => paths.has(path) || shown.get(directoryOf(path))?.isLeft === true;
      return { starts, shown: names.length > MOST_SHOWN ? null : { has } };
    },
  };
}
