/** Time comes in, it is never looked up. */
export interface Clock {
  /** Wall clock, nanoseconds since the epoch. */
  wallNs(): bigint;
  /** CLOCK_MONOTONIC in nanoseconds; for durations. */
  monotonicNs(): bigint;
}
