import type { StorageEngine } from "../storage-engine.ts";

/** A promise of the port, and what breaks when an engine does not keep it. */
export interface ConformanceCase {
  readonly title: string;
  /** Fails with an AssertionError; the engine is empty. */
  readonly check: (engine: StorageEngine) => Promise<void>;
}
