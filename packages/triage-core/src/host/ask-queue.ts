import type { Pending } from "./pending.ts";

const SETS_A_CHUNK = 128;
const SINGLES_A_CHUNK = 16;

/** Asks that no reader has yet, first come first served. */
export class AskQueue {
  /** Those that were taken are gone, so that their answers are not held. */
  #items: (Pending | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(pending: Pending): void {
    this.#items.push(pending);
  }

  /** Back to the front, in their order. */
  putBack(pendings: readonly Pending[]): void {
    this.#items = [...pendings, ...this.#items.slice(this.#head)];
    this.#head = 0;
  }

  takeAll(): Pending[] {
    const all = this.#items.slice(this.#head) as Pending[];
    this.#items = [];
    this.#head = 0;
    return all;
  }

  /**
   * What one reader gets next: processes of one batch share their list of parts, and the answers of a chunk fit into
   * `bytes` unless the first alone does not. Asks that are settled already fall out.
   */
  take(bytes: number, isFirst: boolean): Pending[] {
    const chunk: Pending[] = [];
    let left = bytes;
    while (this.#head < this.#items.length) {
      const next = this.#items[this.#head] as Pending;
      if (!next.settled) {
        if (!fits(chunk, next) || (next.cost > left && (chunk.length > 0 || !isFirst))) break;
        chunk.push(next);
        left -= next.cost;
      }
      this.#items[this.#head++] = undefined;
    }
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) this.putBack([]);
    return chunk;
  }
}

function fits(chunk: readonly Pending[], next: Pending): boolean {
  const first = chunk[0];
  if (first === undefined) return true;
  if (next.ask.kind === "probe") return false; // takes long: each reader gets one
  if (next.ask.kind !== "set") return first.ask.kind !== "set" && chunk.length < SINGLES_A_CHUNK;
  return first.ask.kind === "set" && first.ask.parts === next.ask.parts && chunk.length < SETS_A_CHUNK;
}
