import type { Clock } from "../contract/clock.ts";

/** 2026-11-23T12:00:00Z: the moment in which all tests take place. */
export const TEST_NOW_NS = 1_795_435_200_000_000_000n;

/** A clock that stands still until the test moves it. */
export function testClock(startNs: bigint = TEST_NOW_NS): Clock & { advance(ms: number): void } {
  let elapsedNs = 0n;
  return {
    wallNs: () => startNs + elapsedNs,
    monotonicNs: () => elapsedNs,
    advance: (ms) => {
      elapsedNs += BigInt(ms) * 1_000_000n;
    },
  };
}
