import type { PlacedEntry } from "./candidate.ts";
import type { Entry } from "./entries/entry.ts";
import { isJoinable, type Place } from "./place.ts";

/** A link to /dev/null: it takes the place of a file of its name in a directory of lower rank. */
const MASK: Entry = { command: null, payload: null, state: "masked" };

/** Entries that a file has by itself; a file that could not be read is its own entry. */
export function ownEntries(place: Place): PlacedEntry[] {
  return place.mechanisms.flatMap((mechanism) => {
    if (mechanism.joined === true && isJoinable(place)) return [];
    if (place.file.real === "/dev/null") return [{ mechanism, place, entry: MASK }];
    const readable = place.trouble === null || mechanism.unread === true;
    const parsed = readable ? mechanism.parse(place.file) : [];
    const entries: readonly Entry[] =
      readable && !(place.cut && parsed.length === 0) ? parsed : [{ command: null, payload: null }];
    return entries.map((entry) => ({ mechanism, place, entry }));
  });
}
