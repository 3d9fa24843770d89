import { type DirEntry, type FileGlance, type Instant, instantOf } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Seen } from "./candidate.ts";
import { join } from "./mount-table.ts";
import type { WalkPlan } from "./plan-walk.ts";
import { isBefore } from "./window.ts";

/** The entries of a listed directory that changed at or after a time, without what is pruned. */
export function seenIn(
  directory: LosslessString,
  entries: readonly DirEntry[],
  { prunes, sinceNs }: { readonly prunes: WalkPlan["prunes"]; readonly sinceNs: bigint },
): Seen[] {
  const since = instantOf(sinceNs);
  const seen: Seen[] = [];
  for (const { name, glance } of entries) {
    if (glance === undefined || isOlder(glance, since)) continue;
    const path = join(directory, name);
    if (!prunes.has(path)) seen.push({ path, directory, stat: glance });
  }
  return seen;
}

function isOlder({ mtime_s, mtime_n, ctime_s, ctime_n }: FileGlance, { s, n }: Instant): boolean {
  return isBefore(mtime_s, mtime_n, s, n) && isBefore(ctime_s, ctime_n, s, n);
}
