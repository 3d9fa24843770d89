import type { Clock } from "../contract/clock.ts";

/** The clocks of the machine that we run on. The only place that looks the time up. */
export const systemClock: Clock = {
  wallNs: () => BigInt(Date.now()) * 1_000_000n,
  monotonicNs: () => process.hrtime.bigint(),
};
