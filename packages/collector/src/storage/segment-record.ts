import { crc32 } from "node:zlib";
import { MAX_CHUNK_BYTES } from "@livetriage/proto-types";
import { StorageDamaged } from "./storage-errors.ts";

/** Where a piece of a package lies. */
export interface Extent {
  /** Lower-case hex. */
  readonly packageId: string;
  /** Of its first byte in the package. */
  readonly offset: number;
  readonly length: number;
  /** Number of the file. */
  readonly segment: number;
  /** Of the record in its file. */
  readonly position: number;
}

/** Name of a segment's file. */
export function segmentName(segment: number): string {
  return `segments/${String(segment).padStart(8, "0")}.seg`;
}

/** Bytes of a record before the piece itself. */
export const HEADER_BYTES = 32;

export const MAX_RECORD_BYTES = HEADER_BYTES + MAX_CHUNK_BYTES;

/**
 * The header of a record.
 *
 * Shape: crc32 of all that follows (u32), length of the piece (u32), package id (16 bytes), offset (u64), big-endian.
 */
export function encodeHeader(packageId: string, offset: number, piece: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(piece.length, 4);
  header.write(packageId, 8, "hex");
  header.writeBigUInt64BE(BigInt(offset), 24);
  header.writeUInt32BE(crc32(piece, crc32(header.subarray(4))), 0);
  return header;
}

/** The piece of a record, which must be the one that an extent names. */
export function pieceOf(record: Buffer, extent: Extent): Buffer {
  const piece = record.subarray(HEADER_BYTES);
  const header = encodeHeader(extent.packageId, extent.offset, piece);
  if (piece.length === extent.length && header.equals(record.subarray(0, HEADER_BYTES))) return piece;
  const { packageId, offset, length, segment, position } = extent;
  const bytes = `bytes ${offset} to ${offset + length}`;
  throw new StorageDamaged(`package ${packageId}: ${bytes} are damaged (${segmentName(segment)} at ${position})`);
}

/** The whole records in these bytes, which lie at `base` in their segment; what is torn ends the row. */
export function parseSegment(bytes: Buffer, segment: number, base: number): Extent[] {
  const extents: Extent[] = [];
  let start = 0;
  while (start + HEADER_BYTES <= bytes.length) {
    const length = bytes.readUInt32BE(start + 4);
    const end = start + HEADER_BYTES + length;
    if (end > bytes.length || crc32(bytes.subarray(start + 4, end)) !== bytes.readUInt32BE(start)) break;
    const packageId = bytes.toString("hex", start + 8, start + 24);
    const offset = Number(bytes.readBigUInt64BE(start + 24));
    extents.push({ packageId, offset, length, segment, position: base + start });
    start = end;
  }
  return extents;
}
