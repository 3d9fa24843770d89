import type { Truncation } from "@livetriage/triage-core";
import { toText } from "@livetriage/triage-core/text";
import type { PlacedEntry } from "./candidate.ts";

/** Entries kept of one file. */
export const MAX_FILE_ENTRIES = 4096;

/** Keep the first and the last entries of every file: a file of a million lines must not use up time and memory. */
export function capEntries(all: readonly PlacedEntry[]): {
  readonly kept: readonly PlacedEntry[];
  readonly truncations: readonly Truncation[];
} {
  if (all.length <= MAX_FILE_ENTRIES) return { kept: all, truncations: [] };
  const half = MAX_FILE_ENTRIES / 2;
  const kept: PlacedEntry[] = [];
  const truncations: Truncation[] = [];
  for (const [place, entries] of Map.groupBy(all, (one) => one.place)) {
    const dropped = entries.length - MAX_FILE_ENTRIES;
    kept.push(...(dropped > 0 ? [...entries.slice(0, half), ...entries.slice(-half)] : entries));
    if (dropped > 0) truncations.push(toTruncation(toText(place.file.path).text, dropped));
  }
  return { kept, truncations };
}

function toTruncation(source: string, dropped: number): Truncation {
  return {
    cap: "file_entries",
    limit: MAX_FILE_ENTRIES,
    unit: "entries",
    source,
    dropped,
    dropped_is: "exact",
    kept: "the first and the last of the file",
    groups: [],
  };
}
