import { encodeLossless, hasInvalidBytes, type LosslessString } from "../text/lossless.ts";

/** Bytes written one after the other into a buffer that grows. All numbers are little endian. */
export class ByteWriter {
  buffer: Buffer;
  length = 0;
  #view: DataView;

  constructor(capacity = 4096) {
    this.buffer = Buffer.allocUnsafeSlow(capacity);
    this.#view = viewOf(this.buffer);
  }

  /** Make room for `bytes` more. */
  reserve(bytes: number): void {
    const needed = this.length + bytes;
    if (needed <= this.buffer.length) return;
    this.resize(Math.max(needed, this.buffer.length * 2));
  }

  /** A buffer of another size with the same bytes; the memory of the old one is free at once, not when it is collected. */
  protected resize(capacity: number): void {
    this.buffer = Buffer.from((this.buffer.buffer as ArrayBuffer).transfer(capacity));
    this.#view = viewOf(this.buffer);
  }

  u8(value: number): void {
    this.reserve(1);
    this.buffer[this.length++] = value;
  }

  u32(value: number): void {
    this.reserve(4);
    this.#view.setUint32(this.length, value, true);
    this.length += 4;
  }

  /** A whole number up to 2^53, or a fraction. */
  f64(value: number): void {
    this.reserve(8);
    this.#view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  i64(value: bigint): void {
    this.reserve(8);
    this.#view.setBigInt64(this.length, value, true);
    this.length += 8;
  }

  bytes(value: Uint8Array): void {
    this.u32(value.length);
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  text(value: LosslessString): void {
    if (hasInvalidBytes(value)) return this.bytes(encodeLossless(value));
    this.reserve(4 + 3 * value.length);
    const written = this.buffer.write(value, this.length + 4, "utf8");
    this.u32(written);
    this.length += written;
  }

  /** Text that holds one byte a character. */
  latin1(value: string): void {
    this.u32(value.length);
    this.reserve(value.length);
    this.length += this.buffer.write(value, this.length, "latin1");
  }

  /** Overwrite four bytes written before, once their value is known. */
  patchU32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}
