import type { Entry } from "./entries/entry.ts";
import type { Mechanism } from "./mechanisms/mechanism.ts";
import type { Place } from "./place.ts";
import type { Origin } from "./provenance/origin.ts";
import type { FoundTarget } from "./read-targets.ts";

/** An entry with all that was found out about it. */
export interface Candidate {
  readonly mechanism: Mechanism;
  readonly place: Place;
  readonly entry: Entry;
  readonly target: FoundTarget | null;
  readonly origin: Origin;
  readonly sha256: string | null;
  /** Origin and sha256 of the target; null when there is no file. */
  readonly targetOrigin: Origin | null;
  readonly targetSha256: string | null;
  /** The first bytes of the target; null when they could not be read. */
  readonly targetHead: Uint8Array | null;
}

/** An entry before its target is looked up. */
export type PlacedEntry = Pick<Candidate, "mechanism" | "place" | "entry">;
