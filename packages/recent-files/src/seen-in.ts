import { type DirEntry, glanceOf } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Seen } from "./candidate.ts";
import { join } from "./mount-table.ts";
import type { WalkPlan } from "./plan-walk.ts";

/** The entries of a listed directory that changed at or after a time, without what is pruned. */
export function seenIn(
  directory: LosslessString,
  entries: readonly DirEntry[],
  { prunes, sinceNs }: { readonly prunes: WalkPlan["prunes"]; readonly sinceNs: bigint },
): Seen[] {
  return entries.flatMap(({ name, stat }) => {
    const path = join(directory, name);
    if (stat == null || prunes.has(path) || (stat.mtime_ns < sinceNs && stat.ctime_ns < sinceNs)) return [];
    return [{ path, stat: glanceOf(stat), whole: stat }];
  });
}
