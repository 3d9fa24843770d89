import type { Id, TargetRecord } from "../storage/storage-engine.ts";
import { FLEET } from "./run-book.ts";

/** Tells who watches when a target of a command, or a run as a whole, has changed. */
export class RunEvents {
  readonly #targets = new Listeners<TargetRecord>();
  readonly #runs = new Listeners<void>();

  tell(target: TargetRecord): void {
    this.#targets.tell(target.commandId, target);
  }

  /** Gives what ends it. */
  watch(commandId: Id, listener: (target: TargetRecord) => void): () => void {
    return this.#targets.add(commandId, listener);
  }

  tellRun(runId: Id): void {
    this.#runs.tell(runId, undefined);
  }

  /** Tells of the whole fleet too. Gives what ends it. */
  watchRun(runId: Id, listener: () => void): () => void {
    const stops = [this.#runs.add(runId, listener), this.#runs.add(FLEET, listener)];
    return () => stops.forEach((stop) => stop());
  }
}

class Listeners<T> {
  readonly #all = new Map<Id, Set<(value: T) => void>>();

  tell(id: Id, value: T): void {
    for (const listener of this.#all.get(id) ?? []) listener(value);
  }

  add(id: Id, listener: (value: T) => void): () => void {
    const listeners = this.#all.get(id) ?? new Set();
    listeners.add(listener);
    this.#all.set(id, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#all.delete(id);
    };
  }
}
