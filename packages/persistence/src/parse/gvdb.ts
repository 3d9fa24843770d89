import { decodeLossless } from "@livetriage/triage-core/text";

/** A value of a kind that names something to start. */
export type GvdbValue = string | boolean | readonly string[];

interface Database {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly littleEndian: boolean;
}

const HEADER_BYTES = 24;
const ITEM_BYTES = 24;
const MAX_ITEMS = 65_536;
/** Longest way from a key to the root, in bytes and in parts. */
const MAX_KEY_BYTES = 1024;
const MAX_KEY_PARTS = 64;

/**
 * The strings, lists of strings and switches of a database of dconf, by their keys.
 *
 * Shape:  a header with the place of the root table; a table of bloom words, buckets and items; an item of hash, parent, piece
 *         of the key, type and place of the value, which is a variant.
 * Errors: null when the bytes are no such database; items that lead outside of it are left out.
 * Source: GLib, gio/gvdb/gvdb-format.h; "GVariant Serialisation".
 */
export function parseGvdb(bytes: Uint8Array): ReadonlyMap<string, GvdbValue> | null {
  const signature = decodeLossless(bytes.subarray(0, 8));
  if ((signature !== "GVariant" && signature !== "raVGtnai") || bytes.length < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const database = { bytes, view, littleEndian: signature === "GVariant" };
  const items = itemsOf(database);
  if (items === null) return null;
  const values = new Map<string, GvdbValue>();
  for (let i = 0; i < items.count; i++) {
    const at = items.start + i * ITEM_BYTES;
    if (view.getUint8(at + 14) !== 0x76) continue;
    const key = keyOf(database, items, i);
    const value = valueOf(database, u32(database, at + 16), u32(database, at + 20));
    if (key !== null && value !== null) values.set(key, value);
  }
  return values;
}

interface Items {
  readonly start: number;
  readonly count: number;
}

/** The items of the root table. */
function itemsOf(database: Database): Items | null {
  const [start, end] = [u32(database, 16), u32(database, 20)];
  if (start + 8 > end || end > database.bytes.length) return null;
  const bloomWords = u32(database, start) & 0x7ff_ffff;
  const first = start + 8 + (bloomWords + u32(database, start + 4)) * 4;
  return first > end ? null : { start: first, count: Math.min(Math.floor((end - first) / ITEM_BYTES), MAX_ITEMS) };
}

/** The pieces of a key from the root on; null when they do not end there. */
function keyOf(database: Database, { start, count }: Items, item: number): string | null {
  const parts: string[] = [];
  let length = 0;
  for (let at = item; at < count && parts.length < MAX_KEY_PARTS; ) {
    const here = start + at * ITEM_BYTES;
    const [piece, size] = [u32(database, here + 8), database.view.getUint16(here + 12, database.littleEndian)];
    length += size;
    if (length > MAX_KEY_BYTES) return null;
    parts.unshift(decodeLossless(database.bytes.subarray(piece, piece + size)));
    at = u32(database, here + 4);
    if (at === 0xffff_ffff) return parts.join("");
  }
  return null;
}

/** The value of a variant: its content, a NUL, its type. */
function valueOf({ bytes, littleEndian }: Database, start: number, end: number): GvdbValue | null {
  if (start >= end || end > bytes.length) return null;
  const variant = bytes.subarray(start, end);
  const nul = variant.lastIndexOf(0);
  if (nul < 0) return null;
  const content = variant.subarray(0, nul);
  const type = decodeLossless(variant.subarray(nul + 1));
  if (type === "s") return decodeLossless(content.subarray(0, -1));
  if (type === "b") return content[0] === 1;
  return type === "as" ? stringsOf(content, littleEndian) : null;
}

/** An array of strings: each ends in a NUL, and behind them stand the offsets of their ends. */
function stringsOf(content: Uint8Array, littleEndian: boolean): string[] | null {
  const width = content.length <= 0xff ? 1 : content.length <= 0xffff ? 2 : 4;
  if (content.length === 0) return [];
  if (content.length < width) return null;
  const offset = (at: number) => {
    const digits = [...content.subarray(at, at + width)];
    return (littleEndian ? digits.toReversed() : digits).reduce((sum, digit) => sum * 256 + digit, 0);
  };
  const table = offset(content.length - width);
  if (table > content.length) return null;
  const strings: string[] = [];
  for (let at = table, start = 0; at + width <= content.length; at += width) {
    const end = offset(at);
    if (end <= start || end > table) return null;
    strings.push(decodeLossless(content.subarray(start, end - 1)));
    start = end;
  }
  return strings;
}

function u32({ view, littleEndian }: Database, at: number): number {
  return view.getUint32(at, littleEndian);
}
