import type { Clock } from "@livetriage/triage-core";

/** After the budget a segment waits so long for room; then the collecting side cuts what is left. */
export const PATIENCE_MS = 2_000;

/** The network side keeps it waiting longer than that, then takes it: what follows a cut is little. */
export const ROOM_MS = 5_000;

/** A budget that begins now: the whole milliseconds that are left of it, as timers take them, 0 when it is over. */
export function startBudget(clock: Clock, ms: number): () => number {
  const began = clock.monotonicNs();
  return () => Math.max(0, ms - Number((clock.monotonicNs() - began) / 1_000_000n));
}
