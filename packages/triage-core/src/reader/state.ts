import { type Counters, zeroCounters } from "./counters.ts";

import { HeldCursors } from "./directory-cursor.ts";
import type { Output } from "./output.ts";
import type { Register } from "./register.ts";
import type { Resolver } from "./resolver.ts";

const FLUSH_MS = 100;

/** Everything a reader keeps between two asks. */
export class ReaderState {
  readonly out: Output;
  readonly register: Register;
  readonly resolver: Resolver;
  readonly counters: Counters = zeroCounters();
  readonly cursors: HeldCursors;
  /** Owners whose processes are left for the end. */
  readonly deferred = new Set<number>();
  #flushedAt = performance.now();

  /** `mostCursors`: directories that are kept open for those who will read on. */
  constructor(out: Output, register: Register, resolver: Resolver, mostCursors: number) {
    this.out = out;
    this.register = register;
    this.resolver = resolver;
    this.cursors = new HeldCursors(mostCursors);
  }

  /** A piece of a long ask is done: show progress, and let finished answers go. */
  step(): void {
    this.register.step();
    const now = performance.now();
    if (now - this.#flushedAt < FLUSH_MS) return;
    this.#flushedAt = now;
    this.out.flush();
  }
}
