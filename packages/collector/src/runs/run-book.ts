import type { Id, RunRecord, StorageEngine } from "../storage/storage-engine.ts";
import { Turns } from "./turns.ts";

/** All runs together; what is written under it holds for each of them. */
export const FLEET: Id = "";

/** What was decided about runs. Which are paused is known without asking the storage. */
export class RunBook {
  readonly #storage: StorageEngine;
  readonly #turns = new Turns();
  readonly #paused: Map<Id, RunRecord>;

  private constructor(storage: StorageEngine, paused: readonly RunRecord[]) {
    this.#storage = storage;
    this.#paused = new Map(paused.map((run) => [run.runId, run]));
  }

  static async open(storage: StorageEngine): Promise<RunBook> {
    return new RunBook(storage, await storage.pausedRuns());
  }

  async of(runId: Id): Promise<RunRecord> {
    const none = { openedAtMs: null, forgivenUntilMs: 0, pausedAtMs: null, pausedBy: "", pauseReason: "" };
    return (await this.#storage.run(runId)) ?? { runId, ...none };
  }

  /** What keeps a run from going on: the pause of the fleet, else its own; null when nothing does. */
  pauseOf(runId: Id): RunRecord | null {
    return this.#paused.get(FLEET) ?? this.#paused.get(runId) ?? null;
  }

  /** What `change` makes of a record becomes durable; nothing is changed when it gives null. */
  change(runId: Id, change: (run: RunRecord) => Partial<RunRecord> | null): Promise<RunRecord | null> {
    return this.#turns.take(runId, async () => {
      const run = await this.of(runId);
      const changes = change(run);
      if (changes === null) return null;
      const changed = { ...run, ...changes };
      await this.#storage.saveRun(changed);
      if (changed.pausedAtMs === null) this.#paused.delete(runId);
      else this.#paused.set(runId, changed);
      return changed;
    });
  }
}
