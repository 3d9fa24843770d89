/** One column of a row. Integers beyond 2^53 lose precision. */
export type SqliteValue = null | number | string | Uint8Array;

/** A variable-length integer: its value, and how many bytes it took (0 at the end of the bytes). */
export function readVarint(bytes: Uint8Array, at: number): { value: number; length: number } {
  let value = 0;
  for (let i = 0; i < 9 && at + i < bytes.length; i++) {
    const byte = bytes[at + i] as number;
    if (i === 8) return { value: value * 256 + byte, length: 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, length: i + 1 };
  }
  return { value, length: Math.max(bytes.length - at, 0) };
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8];

/**
 * The values of a record.
 *
 * Shape:  a varint with the length of the header, a serial type per column, then the values.
 * Errors: what the bytes do not hold is null.
 * Source: SQLite, "Database File Format", section 2.1.
 */
export function decodeRecord(bytes: Uint8Array): SqliteValue[] {
  const header = readVarint(bytes, 0);
  const values: SqliteValue[] = [];
  let at = header.value;
  for (let i = header.length; i < header.value && i < bytes.length; ) {
    const type = readVarint(bytes, i);
    i += Math.max(type.length, 1);
    const length = valueBytes(type.value);
    values.push(at + length <= bytes.length ? decodeValue(type.value, bytes.subarray(at, at + length)) : null);
    at += length;
  }
  return values;
}

function valueBytes(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return type === 7 ? 8 : (INTEGER_BYTES[type] ?? 0);
}

function decodeValue(type: number, bytes: Uint8Array): SqliteValue {
  if (type >= 12)
    return type % 2 === 0 ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
  if (type === 0 || type >= 10) return null;
  if (type === 7) return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
  if (type >= 8) return type - 8;
  const negative = (bytes[0] as number) >= 0x80;
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0) - (negative ? 2 ** (8 * bytes.length) : 0);
}
