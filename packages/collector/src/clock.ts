import type { Clock } from "@livetriage/triage-core";

/** Milliseconds since the epoch. */
export function nowMs(clock: Clock): number {
  return Number(clock.wallNs() / 1_000_000n);
}
