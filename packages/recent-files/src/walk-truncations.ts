import { type Truncation, toGroups } from "@livetriage/triage-core";
import { type LosslessString, toText } from "@livetriage/triage-core/text";
import type { WalkLimits } from "./walk.ts";

/** How many directories each limit cost, by start point or path. */
export interface WalkCuts {
  readonly levels: ReadonlyMap<LosslessString, number>;
  readonly wide: ReadonlyMap<LosslessString, number>;
  readonly directories: ReadonlyMap<LosslessString, number>;
}

/** What the limits of a walk cost; what lies below a directory that was not entered is not known. */
export function walkTruncations(limits: WalkLimits, cuts: WalkCuts, names: number): Truncation[] {
  const total =
    names < limits.names ? { cap: "directories", limit: limits.directories } : { cap: "names", limit: limits.names };
  const rows = [
    { cap: "levels", limit: limits.levels, kept: "the upper levels", lost: cuts.levels },
    { cap: "directory_names", limit: limits.namesPerDirectory, kept: "the names read first", lost: cuts.wide },
    { ...total, kept: "directories in turn over start points and owners, from the top", lost: cuts.directories },
  ];
  return rows
    .filter(({ lost }) => lost.size > 0)
    .map(({ lost, ...row }) => ({
      ...row,
      unit: "directories",
      source: "walk",
      dropped: [...lost.values()].reduce((sum, count) => sum + count, 0),
      dropped_is: "at-least",
      groups: toGroups(new Map([...lost].map(([path, count]) => [toText(path).text, count]))),
    }));
}
