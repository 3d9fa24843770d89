/** Bytes that come in pieces of any size and go in pieces of another. */
export class ByteQueue {
  #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#length += bytes.length;
  }

  /** The first bytes, at most as many as there are. */
  take(length: number): Buffer {
    const taken: Uint8Array[] = [];
    let wanted = Math.min(length, this.#length);
    let whole = 0;
    for (; wanted > 0; whole++) {
      const part = this.#parts[whole] as Uint8Array;
      taken.push(part.subarray(0, wanted));
      if (part.length > wanted) this.#parts[whole--] = part.subarray(wanted);
      wanted -= Math.min(part.length, wanted);
    }
    this.#parts.splice(0, whole);
    const bytes = Buffer.concat(taken);
    this.#length -= bytes.length;
    return bytes;
  }
}
