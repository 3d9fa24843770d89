import { encodeLossless, hasInvalidBytes, type LosslessString } from "../text/lossless.ts";

/** Bytes written one after the other into a buffer that grows. All numbers are little endian. */
export class ByteWriter {
  buffer: Buffer;
  length = 0;

  constructor(capacity = 4096) {
    this.buffer = Buffer.allocUnsafeSlow(capacity);
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
  }

  u8(value: number): void {
    this.reserve(1);
    this.buffer[this.length++] = value;
  }

  u32(value: number): void {
    this.reserve(4);
    this.length = this.buffer.writeUInt32LE(value, this.length);
  }

  /** A whole number up to 2^53, or a fraction. */
  f64(value: number): void {
    this.reserve(8);
    this.length = this.buffer.writeDoubleLE(value, this.length);
  }

  i64(value: bigint): void {
    this.reserve(8);
    this.length = this.buffer.writeBigInt64LE(BigInt.asIntN(64, value), this.length);
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
    this.buffer.writeUInt32LE(written, this.length);
    this.length += 4 + written;
  }

  /** Text that holds one byte a character. */
  latin1(value: string): void {
    this.u32(value.length);
    this.reserve(value.length);
    this.length += this.buffer.write(value, this.length, "latin1");
  }

  /** Overwrite four bytes written before, once their value is known. */
  patchU32(at: number, value: number): void {
    this.buffer.writeUInt32LE(value, at);
  }
}
