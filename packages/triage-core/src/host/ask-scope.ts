import type { SkipReason } from "../contract/host-reader.ts";
import type { Pending } from "./pending.ts";
import { skipReasonOf } from "./skip-reason.ts";

/** What one phase may cost: its signal and the time that blocked reads may take from it. */
export class AskScope {
  readonly open = new Set<Pending>();
  readonly #lostMost: number;
  #lostMs = 0;
  #kernelBlocks = 0;
  #ended: SkipReason | null = null;

  constructor(signal: AbortSignal | undefined, lostMost: number) {
    this.#lostMost = lostMost;
    if (signal?.aborted === true) this.#end(signal);
    else signal?.addEventListener("abort", () => this.#end(signal), { once: true });
  }

  /** Why nothing is asked any more; null while the run goes on. */
  get ended(): SkipReason | null {
    return this.#ended;
  }

  get isSpent(): boolean {
    return this.#lostMs >= this.#lostMost;
  }

  /** A kernel file has blocked before: the next one gets less patience. */
  get isWarned(): boolean {
    return this.#kernelBlocks > 0;
  }

  charge(lostMs: number, kernelFile: boolean): void {
    this.#lostMs += lostMs;
    if (kernelFile) this.#kernelBlocks++;
  }

  #end(signal: AbortSignal): void {
    this.#ended = skipReasonOf(signal);
    for (const pending of this.open) pending.fail("SKIPPED", this.#ended);
  }
}
