const BASE_MS = 1_000;
const CAP_MS = 300_000;

/** A session that lasted this long was a good one: the next failure counts as the first. */
export const HEALTHY_MS = 60_000;

/** Who is turned away counts as having failed so often: the Collector is there, half a minute spreads those who wait. */
export const TURNED_AWAY_FAILURES = 5;

/** How long to wait before the next connection after so many failures in a row: full jitter, so that no herd forms. */
export function backoffMs(failures: number, random: number): number {
  return Math.round(random * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures, 20)));
}

/** A value up to a tenth off. */
export function jittered(ms: number, random: number): number {
  return Math.round(ms * (0.9 + random * 0.2));
}
