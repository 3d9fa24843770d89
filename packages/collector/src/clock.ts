import type { Clock } from "@livetriage/triage-core";

/** Milliseconds since the epoch. */
export function nowMs(clock: Clock): number {
  return Number(clock.wallNs() / 1_000_000n);
}

/** Milliseconds since some moment, by a clock that nobody sets. */
export function monotonicMs(clock: Clock): number {
  return Number(clock.monotonicNs() / 1_000_000n);
}
