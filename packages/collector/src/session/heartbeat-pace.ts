/** The longest time between two signs of life of a sensor. */
const MOST_SECONDS = 900;

/**
 * How often sensors are asked for a sign of life: a fleet that has grown is asked more seldom, so that all together give
 * no more than so many a second. A quarter of that makes the pace quicker again, so that it does not change to and fro.
 */
export class HeartbeatPace {
  readonly #leastSeconds: number;
  readonly #perSecond: number;
  #seconds: number;

  constructor(leastSeconds: number, perSecond: number) {
    this.#leastSeconds = leastSeconds;
    this.#perSecond = perSecond;
    this.#seconds = leastSeconds;
  }

  /** Seconds between two signs of life of one sensor. */
  get seconds(): number {
    return this.#seconds;
  }

  /** So many sensors are here now; true when that changes the pace. */
  turn(sensors: number): boolean {
    const before = this.#seconds;
    while (this.#seconds < MOST_SECONDS && sensors > this.#seconds * this.#perSecond) {
      this.#seconds = Math.min(MOST_SECONDS, this.#seconds * 2);
    }
    while (this.#seconds > this.#leastSeconds && sensors < (this.#seconds * this.#perSecond) / 4) {
      this.#seconds = Math.max(this.#leastSeconds, this.#seconds / 2);
    }
    return this.#seconds !== before;
  }
}
