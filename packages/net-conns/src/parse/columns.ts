const NEWLINE = 0x0a;
const BLANK = 0x20;
const MAX_DECIMAL_DIGITS = 15;
const MAX_HEX_DIGITS = 13;

/** Rows of a kernel table, and how many lines were not in its form. */
export interface Table<Row> {
  readonly rows: readonly Row[];
  readonly malformed: number;
}

/** The blank-separated columns of one line, read in place; one object serves all lines of a table. */
export class Columns {
  readonly bytes: Buffer;
  count = 0;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;

  constructor(bytes: Uint8Array, most: number) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#starts = new Int32Array(most);
    this.#ends = new Int32Array(most);
  }

  /** Find the columns of the line at `from` (its end excluded); those beyond the most that are wanted are not looked at. */
  split(from: number, to: number): void {
    this.count = 0;
    let at = from;
    while (this.count < this.#starts.length) {
      while (at < to && this.bytes[at] === BLANK) at++;
      if (at === to) return;
      this.#starts[this.count] = at;
      while (at < to && this.bytes[at] !== BLANK) at++;
      this.#ends[this.count++] = at;
    }
  }

  start(column: number): number {
    return this.#starts[column] as number;
  }

  end(column: number): number {
    return this.#ends[column] as number;
  }

  /** The column as a decimal number, -1 when it is anything else. */
  decimal(column: number): number {
    return column < this.count ? decimalAt(this.bytes, this.start(column), this.end(column)) : -1;
  }

  /** The column as a hexadecimal number, -1 when it is anything else. */
  hex(column: number): number {
    return column < this.count ? hexAt(this.bytes, this.start(column), this.end(column)) : -1;
  }
}

/** Decimal digits from `from` to `to` as a number, -1 for anything else. */
export function decimalAt(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to || to - from > MAX_DECIMAL_DIGITS) return -1;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Hexadecimal digits from `from` to `to` as a number, -1 for anything else. */
export function hexAt(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to || to - from > MAX_HEX_DIGITS) return -1;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = hexDigit(bytes[at] as number);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** Value of one hexadecimal digit, -1 for any other byte. */
export function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Every line after the heading becomes a row; a line that `toRow` refuses (null) is counted and costs nothing else. */
export function parseColumns<Row>(
  bytes: Uint8Array,
  most: number,
  toRow: (columns: Columns) => Row | null,
): Table<Row> {
  const columns = new Columns(bytes, most);
  const rows: Row[] = [];
  let malformed = 0;
  let from = lineEnd(columns.bytes, 0) + 1;
  while (from < bytes.length) {
    const to = lineEnd(columns.bytes, from);
    columns.split(from, to);
    const row = toRow(columns);
    if (row === null) malformed++;
    else rows.push(row);
    from = to + 1;
  }
  return { rows, malformed };
}

/** Where the line at `from` ends: at its newline, or at the end of the bytes. */
export function lineEnd(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(NEWLINE, from);
  return at < 0 ? bytes.length : at;
}
