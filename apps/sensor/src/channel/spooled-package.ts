import { createHash } from "node:crypto";
import type { End } from "../wire/answer.ts";

/** What a package is and what it answers. Ids in hex. */
export interface PackageIds {
  readonly packageId: string;
  readonly commandId: string;
  readonly attempt: number;
}

/** One sealed package in memory, growing until the collecting side has said its end. */
export class SpooledPackage {
  readonly ids: PackageIds;
  readonly #parts: Uint8Array[] = [];
  readonly #digest = createHash("sha256");
  #size = 0;
  #end: End | null = null;
  #wake: (() => void)[] = [];
  readonly #gone = new AbortController();
  /** Is it durable at the Collector? */
  committed = false;

  constructor(ids: PackageIds) {
    this.ids = ids;
  }

  /** Fires when it is dropped: whoever sends it may stop. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  drop(): void {
    this.#gone.abort();
  }

  get size(): number {
    return this.#size;
  }

  /** Null while more may come. */
  get end(): End | null {
    return this.#end;
  }

  append(sealed: Uint8Array): void {
    this.#parts.push(sealed);
    this.#digest.update(sealed);
    this.#size += sealed.length;
    this.#changed();
  }

  finish(end: End): void {
    this.#end = end;
    this.#changed();
  }

  sealedSha256(): Uint8Array {
    return this.#digest.copy().digest();
  }

  /** At most `limit` bytes from `offset` on. */
  read(offset: number, limit: number): Uint8Array {
    const found: Uint8Array[] = [];
    let start = 0;
    let wanted = limit;
    for (const part of this.#parts) {
      const from = Math.max(0, offset - start);
      if (from < part.length && wanted > 0) {
        found.push(part.subarray(from, from + wanted));
        wanted -= Math.min(wanted, part.length - from);
      }
      start += part.length;
    }
    return found.length === 1 ? (found[0] as Uint8Array) : Buffer.concat(found);
  }

  /** Resolves when there is more than there was, or the end. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #changed(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
