import { decodeLossless, type LosslessString } from "../../text/lossless.ts";

const ENTRY_BYTES = 16;

/** A header of rpm: an index of tags, and the data that they lead to. */
export interface RpmHeader {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly entries: ReadonlyMap<number, { readonly offset: number; readonly count: number }>;
}

/**
 * The index of a header.
 *
 * Shape:  big-endian counts of index entries and data bytes, entries of (tag, type, offset, count), the data.
 * Errors: null when the counts do not fit the bytes.
 * Source: rpm, "RPM V4 Package format", header structure.
 */
export function openRpmHeader(bytes: Uint8Array): RpmHeader | null {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0);
  const data = 8 + count * ENTRY_BYTES;
  if (data + view.getUint32(4) > bytes.length) return null;
  const entries = new Map<number, { offset: number; count: number }>();
  for (let i = 0; i < count; i++) {
    const at = 8 + i * ENTRY_BYTES;
    entries.set(view.getUint32(at), { offset: data + view.getUint32(at + 8), count: view.getUint32(at + 12) });
  }
  return { view, bytes, entries };
}

/** The strings of a tag. */
export function stringsOf({ bytes, entries }: RpmHeader, tag: number): LosslessString[] {
  const entry = entries.get(tag);
  const found: LosslessString[] = [];
  let at = entry?.offset ?? bytes.length;
  while (found.length < (entry?.count ?? 0) && at < bytes.length) {
    const end = bytes.indexOf(0, at);
    if (end < 0) break;
    found.push(decodeLossless(bytes.subarray(at, end)));
    at = end + 1;
  }
  return found;
}

/** The 32-bit integers of a tag. */
export function integersOf({ view, entries }: RpmHeader, tag: number): number[] {
  const entry = entries.get(tag);
  if (entry === undefined || entry.offset + entry.count * 4 > view.byteLength) return [];
  return Array.from({ length: entry.count }, (_unused, i) => view.getUint32(entry.offset + i * 4));
}
