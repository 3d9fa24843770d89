import { Code, ConnectError } from "@connectrpc/connect";
import type { HeartbeatPace } from "./heartbeat-pace.ts";
import type { SensorSession } from "./sensor-session.ts";

/** The sessions that stand now, at most one a sensor. */
export class Sessions implements Iterable<SensorSession> {
  readonly #open = new Map<string, SensorSession>();
  readonly #pace: HeartbeatPace;

  constructor(pace: HeartbeatPace) {
    this.#pace = pace;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Seconds between two signs of life of a sensor. */
  get heartbeatSeconds(): number {
    return this.#pace.seconds;
  }

  get(sensorId: string): SensorSession | undefined {
    return this.#open.get(sensorId);
  }

  /** The newer session of a sensor takes the place of the older: its host may know already that the older is dead. */
  add(session: SensorSession): void {
    const { sensorId } = session.facts;
    this.#open.get(sensorId)?.end(new ConnectError("the sensor has begun another session", Code.Aborted));
    this.#open.delete(sensorId);
    this.#keepPace(this.#open.size + 1);
    this.#open.set(sensorId, session);
  }

  /** False when another session of the sensor stands. */
  remove(session: SensorSession): boolean {
    const { sensorId } = session.facts;
    if (this.#open.get(sensorId) !== session) return false;
    this.#open.delete(sensorId);
    this.#keepPace(this.#open.size);
    return true;
  }

  [Symbol.iterator](): Iterator<SensorSession> {
    return this.#open.values();
  }

  /** Those that stand hear of another pace; one that begins is told in its Welcome. */
  #keepPace(sensors: number): void {
    if (!this.#pace.turn(sensors)) return;
    const { seconds } = this.#pace;
    for (const session of this) session.send({ case: "tune", value: { heartbeatSeconds: seconds } });
  }
}
