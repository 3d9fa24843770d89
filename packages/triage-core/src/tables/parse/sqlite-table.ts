import { decodeRecord, readVarint, type SqliteValue } from "./sqlite-record.ts";

/** A database file in memory, and what its header says. */
interface SqliteFile {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly pageSize: number;
  /** Bytes of a page that hold content. */
  readonly usable: number;
}

const HEADER_BYTES = 100;
const INTERIOR = 0x05;
const LEAF = 0x0d;
const MAX_DEPTH = 32;

/**
 * The rows of one table of an SQLite 3 database, each as the values of its columns. What is damaged is left out, and
 * changes that are still in a write-ahead log are not seen.
 *
 * Errors: null when the bytes are no such database or it has no such table.
 * Source: SQLite, "Database File Format", sections 1.3, 1.6, 2.6.
 */
export function readSqliteTable(bytes: Uint8Array, table: string): Iterable<readonly SqliteValue[]> | null {
  const file = openFile(bytes);
  if (file === null) return null;
  for (const [type, name, , root] of walkTable(file, 1, 0, new Set())) {
    if (type === "table" && name === table && typeof root === "number") return walkTable(file, root, 0, new Set());
  }
  return null;
}

function openFile(bytes: Uint8Array): SqliteFile | null {
  const magic = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 16)).toString("latin1");
  if (magic !== "SQLite format 3\0" || bytes.length < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint16(16);
  const pageSize = size === 1 ? 65_536 : size;
  return pageSize < 512 ? null : { bytes, view, pageSize, usable: pageSize - view.getUint8(20) };
}

function* walkTable(
  file: SqliteFile,
  page: number,
  depth: number,
  seen: Set<number>,
): Generator<readonly SqliteValue[]> {
  const start = (page - 1) * file.pageSize;
  if (page < 1 || start + file.pageSize > file.bytes.length || depth > MAX_DEPTH || seen.has(page)) return;
  seen.add(page);
  const header = start + (page === 1 ? HEADER_BYTES : 0);
  const type = file.view.getUint8(header);
  if (type !== INTERIOR && type !== LEAF) return;
  const cells = header + (type === INTERIOR ? 12 : 8);
  const count = Math.min(file.view.getUint16(header + 3), Math.floor((start + file.pageSize - cells) / 2));
  for (let i = 0; i < count; i++) {
    const cell = start + file.view.getUint16(cells + i * 2);
    if (cell + 4 > start + file.pageSize) continue;
    if (type === INTERIOR) yield* walkTable(file, file.view.getUint32(cell), depth + 1, seen);
    else yield decodeRecord(payloadAt(file, cell, start + file.pageSize));
  }
  if (type === INTERIOR) yield* walkTable(file, file.view.getUint32(header + 8), depth + 1, seen);
}

/** The content of a leaf's cell, gathered from its overflow pages where it is long. */
function payloadAt(file: SqliteFile, cell: number, pageEnd: number): Uint8Array {
  const size = readVarint(file.bytes, cell);
  const rowid = readVarint(file.bytes, cell + size.length);
  const start = cell + size.length + rowid.length;
  const local = localBytes(size.value, file.usable);
  if (local >= size.value) return file.bytes.subarray(start, Math.min(start + size.value, pageEnd));
  const parts = [file.bytes.subarray(start, Math.min(start + local, pageEnd))];
  let left = size.value - local;
  let next = start + local + 4 <= pageEnd ? file.view.getUint32(start + local) : 0;
  while (left > 0 && next > 0 && next * file.pageSize <= file.bytes.length) {
    const at = (next - 1) * file.pageSize;
    parts.push(file.bytes.subarray(at + 4, at + 4 + Math.min(left, file.usable - 4)));
    left -= file.usable - 4;
    next = file.view.getUint32(at);
  }
  return Buffer.concat(parts);
}

/** How much of a payload stands in its leaf page. */
function localBytes(size: number, usable: number): number {
  const most = usable - 35;
  if (size <= most) return size;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((size - least) % (usable - 4));
  return wanted <= most ? wanted : least;
}
