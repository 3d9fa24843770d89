import type { Truncation } from "../schema/truncation.ts";

const TOP_GROUPS = 32;
const MAX_KEY = 160;

/** Dropped counts per key as the document tells them: the 32 largest, the rest summed under `(other)`. */
export function toGroups(dropped: ReadonlyMap<string, number>): Truncation["groups"] {
  const rows = [...dropped].map(([key, count]) => ({ key: key.slice(0, MAX_KEY).toWellFormed(), dropped: count }));
  rows.sort((a, b) => b.dropped - a.dropped || (a.key < b.key ? -1 : 1));
  const rest = rows.slice(TOP_GROUPS).reduce((sum, row) => sum + row.dropped, 0);
  return rest === 0 ? rows : [...rows.slice(0, TOP_GROUPS), { key: "(other)", dropped: rest }];
}
