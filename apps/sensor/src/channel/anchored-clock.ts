import type { Clock } from "@livetriage/triage-core";

/** The Collector's time as last heard, carried on by the monotonic clock: this host's wall clock may say what it likes. */
export class AnchoredClock {
  readonly #clock: Clock;
  #atNs: bigint;
  #ms: number;

  /** The wall clock serves until a Collector was heard. */
  constructor(clock: Clock) {
    this.#clock = clock;
    this.#atNs = clock.monotonicNs();
    this.#ms = Number(clock.wallNs() / 1_000_000n);
  }

  anchor(serverTimeMs: number): void {
    this.#atNs = this.#clock.monotonicNs();
    this.#ms = serverTimeMs;
  }

  /** Milliseconds since the epoch. */
  nowMs(): number {
    return this.#ms + Number((this.#clock.monotonicNs() - this.#atNs) / 1_000_000n);
  }
}
