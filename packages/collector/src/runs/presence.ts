/** Whether a sensor is here, and since when that is so. */
export interface Whereabouts {
  readonly here: boolean;
  readonly sinceMs: number;
}

/** After a restart of the Collector its sensors have so long to come back. */
const RETURN_MS = 300_000;

/** Which sensors have a session. */
export class Presence {
  readonly #known = new Map<string, Whereabouts>();
  readonly #atStart: Whereabouts;

  constructor(startedMs: number) {
    this.#atStart = { here: false, sinceMs: startedMs + RETURN_MS };
  }

  of(sensorId: string): Whereabouts {
    return this.#known.get(sensorId) ?? this.#atStart;
  }

  set(sensorId: string, here: boolean, sinceMs: number): void {
    this.#known.set(sensorId, { here, sinceMs });
  }
}
