/** What the fake sensors of one simulation did, for the figures. */
export class Tally {
  /** Connections that each sensor tried, by its id. */
  readonly attempts = new Map<string, number>();
  /** Sensors that have heard Welcome on the connection they have now. */
  readonly connected = new Set<string>();
  /** From a heartbeat to the answer to a PING right behind it, in milliseconds. */
  readonly roundTrips: number[] = [];
  /** When collections started, `performance.now()`. */
  readonly starts: number[] = [];
  delivered = 0;
  refused = 0;
  /** Packages that the Collector said it has committed just then; once each, or it has counted one twice. */
  readonly commits: string[] = [];

  attempt(sensorId: string): void {
    this.attempts.set(sensorId, (this.attempts.get(sensorId) ?? 0) + 1);
  }

  /** Most connections that any one sensor tried. */
  get mostAttempts(): number {
    return Math.max(0, ...this.attempts.values());
  }

  /** Begin to count anew what is counted per phase of a scenario. */
  reset(): void {
    this.attempts.clear();
    this.roundTrips.length = 0;
    this.starts.length = 0;
  }
}
