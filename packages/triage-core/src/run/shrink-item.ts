import { encodedSize } from "./encode.ts";

/** Below this a field is left as it is. */
const SMALL = 48;

type Row = Record<string, unknown>;

/**
 * Cut the named strings and lists of a row, the largest first, until it encodes to at most `bytes` or nothing more can
 * be cut. Elements cut off a list are counted in `<field>_dropped`, bytes cut off a string (or off the only string of a
 * list) in `<field>_dropped_bytes`; what was cut loses its `_base64` sibling.
 */
export function shrinkItem<Item extends object>(item: Item, bytes: number, fields: readonly string[]): Item {
  let row: Row = item as Row;
  while (encodedSize(row) > bytes) {
    const field = largestField(row, fields);
    if (field === null) break;
    row = halveField(row, field);
  }
  return row as Item;
}

function largestField(row: Row, fields: readonly string[]): string | null {
  let largest: string | null = null;
  let size = SMALL;
  for (const field of fields) {
    const length = row[field] === undefined ? 0 : JSON.stringify(row[field]).length;
    if (length > size) [largest, size] = [field, length];
  }
  return largest;
}

function halveField(shrunk: Row, field: string): Row {
  const { [`${field}_base64`]: _exact, ...row } = shrunk;
  const value = row[field];
  if (Array.isArray(value)) return value.length > 1 ? halveList(row, field, value) : halveOnly(row, field, value);
  const whole = String(value);
  const kept = halveString(whole);
  return { ...row, [field]: kept, [`${field}_dropped_bytes`]: lostBytes(row, field, whole, kept) };
}

function halveList(row: Row, field: string, list: readonly unknown[]): Row {
  const kept = list.slice(0, Math.ceil(list.length / 2));
  return { ...row, [field]: kept, [`${field}_dropped`]: list.length - kept.length + count(row[`${field}_dropped`]) };
}

/** A list of one long string keeps half of it; a list of anything else gives up its last element. */
function halveOnly(row: Row, field: string, list: readonly unknown[]): Row {
  const [only] = list;
  if (typeof only !== "string" || only.length <= SMALL) {
    return { ...row, [field]: [], [`${field}_dropped`]: count(row[`${field}_dropped`]) + 1 };
  }
  const kept = halveString(only);
  return { ...row, [field]: [kept], [`${field}_dropped_bytes`]: lostBytes(row, field, only, kept) };
}

function lostBytes(row: Row, field: string, whole: string, kept: string): number {
  return Buffer.byteLength(whole) - Buffer.byteLength(kept) + count(row[`${field}_dropped_bytes`]);
}

function halveString(text: string): string {
  return text.slice(0, Math.floor(text.length / 2)).replace(/[\uD800-\uDBFF]$/, "");
}

function count(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
