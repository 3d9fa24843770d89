import type { Clock } from "@livetriage/triage-core";

/** Lets `burst` through at once and one more every `refillMs`. */
export class TokenBucket {
  readonly #burst: number;
  readonly #refillNs: number;
  readonly #clock: Clock;
  #tokens: number;
  #atNs: bigint;

  constructor(burst: number, refillMs: number, clock: Clock) {
    this.#burst = burst;
    this.#refillNs = refillMs * 1e6;
    this.#clock = clock;
    this.#tokens = burst;
    this.#atNs = clock.monotonicNs();
  }

  /** Takes one, if there is one. */
  take(): boolean {
    const now = this.#clock.monotonicNs();
    this.#tokens = Math.min(this.#burst, this.#tokens + Number(now - this.#atNs) / this.#refillNs);
    this.#atNs = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
