import type { Id, TargetRecord } from "../storage/storage-engine.ts";

/** A target of a command that has changed. */
export type RunListener = (target: TargetRecord) => void;

/** Tells who watches a command when one of its targets changes. */
export class RunEvents {
  readonly #listeners = new Map<Id, Set<RunListener>>();

  tell(target: TargetRecord): void {
    for (const listener of this.#listeners.get(target.commandId) ?? []) listener(target);
  }

  /** Gives what ends it. */
  watch(commandId: Id, listener: RunListener): () => void {
    const listeners = this.#listeners.get(commandId) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(commandId, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(commandId);
    };
  }
}
