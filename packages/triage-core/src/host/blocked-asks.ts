import type { Ask } from "../reader/ask.ts";

/** Asks that did not come back: nobody puts one of them a second time. */
export class BlockedAsks {
  readonly #keys = new Set<string>();

  add(ask: Ask): void {
    if (ask.kind !== "set") this.#keys.add(keyOf(ask));
  }

  has(ask: Ask): boolean {
    return this.#keys.size > 0 && ask.kind !== "set" && this.#keys.has(keyOf(ask));
  }
}

/** A file that cannot be opened can neither be read nor hashed. */
function keyOf({ kind, path }: Ask): string {
  return `${kind === "hash" ? "file" : kind} ${path}`;
}
