import { Code, ConnectError } from "@connectrpc/connect";
import type { SensorSession } from "./sensor-session.ts";

/** The sessions that stand now, at most one a sensor. */
export class Sessions implements Iterable<SensorSession> {
  readonly #open = new Map<string, SensorSession>();

  get size(): number {
    return this.#open.size;
  }

  get(sensorId: string): SensorSession | undefined {
    return this.#open.get(sensorId);
  }

  /** The newer session of a sensor takes the place of the older: its host may know already that the older is dead. */
  add(session: SensorSession): void {
    const { sensorId } = session.facts;
    this.#open.get(sensorId)?.end(new ConnectError("the sensor has begun another session", Code.Aborted));
    this.#open.set(sensorId, session);
  }

  /** False when another session of the sensor stands. */
  remove(session: SensorSession): boolean {
    const { sensorId } = session.facts;
    return this.#open.get(sensorId) === session && this.#open.delete(sensorId);
  }

  [Symbol.iterator](): Iterator<SensorSession> {
    return this.#open.values();
  }
}
