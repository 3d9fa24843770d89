import type { SensorSeen, StorageEngine } from "../storage/storage-engine.ts";

const WRITE_EVERY_MS = 1000;

/** Signs of life, written once a second for all sensors. One that is lost with the process costs a minute of knowledge. */
export class SeenBatch {
  readonly #storage: StorageEngine;
  readonly #next = new Map<string, SensorSeen>();
  readonly #timer: NodeJS.Timeout;

  constructor(storage: StorageEngine) {
    this.#storage = storage;
    this.#timer = setInterval(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  note(seen: SensorSeen): void {
    this.#next.set(seen.sensorId, seen);
  }

  /** What was noted of an earlier session must not be written over that of a later one. */
  forget(sensorId: string): void {
    this.#next.delete(sensorId);
  }

  async write(): Promise<void> {
    const batch = [...this.#next.values()];
    this.#next.clear();
    // Storage that fails shows in the calls that promise something.
    if (batch.length > 0) await this.#storage.saveSeen(batch).catch(() => undefined);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.write();
  }
}
