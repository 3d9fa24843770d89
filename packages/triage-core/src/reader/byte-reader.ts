import { decodeLossless, type LosslessString } from "../text/lossless.ts";

/**
 * The counterpart of `ByteWriter`.
 *
 * Errors: `RangeError` for whatever would reach past the end; nothing is ever read from outside those bytes.
 */
export class ByteReader {
  readonly #buffer: Buffer;
  readonly #view: DataView;
  readonly #end: number;
  #at: number;

  /** All bytes, or those from `start` up to `end`. */
  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.#buffer = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#at = start;
    this.#end = end;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#step(8), true);
  }

  i64(): bigint {
    return this.#view.getBigInt64(this.#step(8), true);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#step(8), true);
  }

  /** A view, not a copy. */
  bytes(): Buffer {
    const length = this.u32();
    const start = this.#step(length);
    return this.#buffer.subarray(start, start + length);
  }

  /** As many bytes as fit. */
  copyTo(target: Uint8Array): void {
    const start = this.#step(target.length);
    this.#buffer.copy(target, 0, start, start + target.length);
  }

  text(): LosslessString {
    const length = this.u32();
    const start = this.#step(length);
    return decodeLossless(this.#buffer, start, start + length);
  }

  /** A count and that many values of at least one byte each. */
  list<T>(read: () => T): T[] {
    const count = this.u32();
    if (count > this.left) throw new RangeError(`${count} values in ${this.left} bytes`);
    return Array.from({ length: count }, read);
  }

  #step(bytes: number): number {
    if (bytes > this.left) throw new RangeError("the frame ends too early");
    const start = this.#at;
    this.#at += bytes;
    return start;
  }
}
