/** Time comes in, it is never looked up. */
export interface Clock {
  /** Wall clock, nanoseconds since the epoch. */
  wallNs(): bigint;
  /** Monotonic clock, milliseconds from an arbitrary start; for durations. */
  monotonicMs(): number;
}
