import type { FileGlance } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { classOf, type FileClass, holdsConfiguration } from "./class-of.ts";
import type { Origin } from "./provenance.ts";
import { rememberLast } from "./remember-last.ts";
import { type Place, placeOf } from "./roots.ts";
import { type RecentBy, type Window, windowTest } from "./window.ts";

/** A file that an engine saw. */
export interface Seen {
  readonly path: LosslessString;
  /** The directory that holds it. */
  readonly directory: LosslessString;
  readonly stat: FileGlance;
  /** Set when the other engine did not see it. */
  readonly onlyBy?: "walk";
}

/** A file in the window, with all that the choice of what to keep goes by. */
export interface Candidate {
  readonly seen: Seen;
  readonly path: LosslessString;
  readonly stat: FileGlance;
  readonly directory: LosslessString;
  readonly recentBy: RecentBy;
  readonly distance: number;
  readonly place: Place;
  readonly class: FileClass;
  /** Files that this one stands for, itself included. */
  readonly folded?: { readonly by: "burst" | "package"; readonly count: number };
  /** What its package and the times say; absent when no package owns it, or no database could be read. */
  readonly origin?: Origin;
}

/** Turns seen files into candidates, without those that did not change in the window. */
export function createToCandidates(
  window: Window,
  places: ReadonlyMap<LosslessString, Place>,
): (seen: readonly Seen[]) => Candidate[] {
  const { recentBy, distance } = windowTest(window);
  const below = rememberLast((directory) => {
    const place = placeOf(directory, places);
    return { place, amongConfiguration: holdsConfiguration(directory, place) };
  });
  return (all) => {
    const candidates: Candidate[] = [];
    for (const seen of all) {
      const { path, directory, stat } = seen;
      const by = recentBy(stat);
      if (by === null) continue;
      const { place, amongConfiguration } = below(stat.type === "directory" ? path : directory);
      candidates.push({
        seen,
        path,
        stat,
        directory,
        recentBy: by,
        distance: distance(by, stat),
        place,
        class: classOf({ path, place, amongConfiguration, stat }),
      });
    }
    return candidates;
  };
}

/** Nearest to the focus first; equal ones in the order of their paths, so that every engine gives the same order. */
export function byDistance(a: Candidate, b: Candidate): number {
  return a.distance - b.distance || (a.path < b.path ? -1 : Number(a.path > b.path));
}
