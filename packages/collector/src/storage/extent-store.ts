import { createHash, type Hash } from "node:crypto";
import { copyFile } from "./copy-file.ts";
import type { Database } from "./database.ts";
import type { Disk } from "./disk.ts";
import { FileSeries } from "./file-series.ts";
import { recordsOf, segmentsOf } from "./segment-files.ts";
import { type Extent, encodeHeader, HEADER_BYTES, MAX_RECORD_BYTES, pieceOf, segmentName } from "./segment-record.ts";
import type { Id } from "./storage-engine.ts";
import { StorageDamaged } from "./storage-errors.ts";

/** A piece of a package that is to be written. */
export interface Piece {
  readonly packageId: Id;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** The pieces of a package that are in the last segment, and the sha256 of their bytes. */
interface Unsettled {
  readonly extents: Extent[];
  readonly sha256: Hash;
}

/**
 * The bytes of packages: in segments, and where they lie in the database.
 *
 * Where the pieces of the last segment lie is kept in memory until their package is whole or the next segment begins;
 * after a crash that segment is read again.
 */
export class ExtentStore {
  readonly #db: Database;
  readonly #disk: Disk;
  readonly #segments: FileSeries;
  readonly #unsettled = new Map<Id, Unsettled>();
  #copies = 0;

  private constructor(db: Database, disk: Disk, last: number, segmentBytes: number) {
    this.#db = db;
    this.#disk = disk;
    const beforeNext = () => this.#settle(); // only the last segment is read again after a crash
    this.#segments = new FileSeries({ disk, nameOf: segmentName, last, fileBytes: segmentBytes, beforeNext });
  }

  static async open(db: Database, disk: Disk, segmentBytes: number): Promise<ExtentStore> {
    const last = Math.max(0, ...(await segmentsOf(disk)));
    const store = new ExtentStore(db, disk, last, segmentBytes);
    if (last > 0) await store.#recover(last);
    return store;
  }

  /** Every byte of the package before this place is durable. */
  end(packageId: Id): number {
    const last =
      this.#unsettled.get(packageId)?.extents.at(-1) ??
      this.#db.extents.one("WHERE packageId = ? ORDER BY offset DESC", packageId);
    return last === null ? 0 : last.offset + last.length;
  }

  /** In how many pieces these bytes came. */
  pieces(packageId: Id): number {
    const unsettled = this.#unsettled.get(packageId)?.extents ?? [];
    if (unsettled[0]?.offset === 0) return unsettled.length;
    return unsettled.length + this.#db.extents.count("WHERE packageId = ?", packageId);
  }

  /**
   * Each piece must begin at the end of its package; all are written or none.
   *
   * Errors: StorageFull.
   */
  async append(pieces: readonly Piece[]): Promise<void> {
    const parts = pieces.flatMap(({ packageId, offset, bytes }) => [encodeHeader(packageId, offset, bytes), bytes]);
    const { number: segment, position: start } = await this.#segments.append(parts);
    let position = start;
    for (const { packageId, offset, bytes } of pieces) {
      this.#remember({ packageId, offset, length: bytes.length, segment, position }).update(bytes);
      position += HEADER_BYTES + bytes.length;
    }
  }

  /** Write down where the pieces of a package lie, inside a transaction of the caller. */
  settle(packageId: Id): void {
    for (const extent of this.#unsettled.get(packageId)?.extents ?? []) this.#db.extents.put(extent);
  }

  /** Its places are in the database now, or it is gone. */
  forget(packageId: Id): void {
    this.#unsettled.delete(packageId);
  }

  /**
   * The bytes of a package from `offset` on, as they were written: lent, they are others when the next are asked for.
   *
   * Errors: StorageDamaged.
   */
  async *read(packageId: Id, offset: number): AsyncGenerator<Buffer, void> {
    const settled = this.#db.extents.all(
      "WHERE packageId = ? AND offset + length > ? ORDER BY offset",
      packageId,
      offset,
    );
    const extents = [...settled, ...(this.#unsettled.get(packageId)?.extents ?? [])];
    const buffer = Buffer.allocUnsafeSlow(MAX_RECORD_BYTES);
    let place = offset;
    for (const extent of extents) {
      if (extent.offset + extent.length <= place) continue;
      if (extent.offset > place) throw new StorageDamaged(`package ${packageId}: ${place} to ${extent.offset} is lost`);
      const piece = await this.#pieceOf(extent, buffer);
      yield piece.subarray(place - extent.offset);
      place = extent.offset + extent.length;
    }
  }

  /**
   * The sha256 of a package as far as it is here: kept while its bytes come, read back when some came earlier.
   *
   * Errors: StorageDamaged.
   */
  async sha256(packageId: Id): Promise<Buffer> {
    const unsettled = this.#unsettled.get(packageId);
    if (unsettled?.extents[0]?.offset === 0) return unsettled.sha256.copy().digest();
    const hash = createHash("sha256");
    for await (const bytes of this.read(packageId, 0)) hash.update(bytes);
    return hash.digest();
  }

  /** One line for each damaged piece. */
  async *damage(): AsyncGenerator<string, void> {
    const unsettled = [...this.#unsettled.values()].flatMap(({ extents }) => extents);
    const buffer = Buffer.allocUnsafeSlow(MAX_RECORD_BYTES);
    for (const extents of [this.#db.extents.every(), unsettled]) {
      for (const extent of extents) {
        try {
          await this.#pieceOf(extent, buffer);
        } catch (error) {
          if (!(error instanceof StorageDamaged)) throw error;
          yield error.message;
        }
      }
    }
  }

  /** Delete the segments that hold nothing any more. */
  async sweep(): Promise<void> {
    if (this.#copies > 0) return;
    for (const segment of await segmentsOf(this.#disk)) {
      const isUsed = this.#db.extents.one("WHERE segment = ?", segment) !== null;
      if (!isUsed && segment !== this.#segments.number) await this.#disk.remove(segmentName(segment));
    }
  }

  /** Copy all segments; none is deleted meanwhile. */
  async copyTo(target: Disk, before: () => Promise<unknown>): Promise<void> {
    this.#copies += 1;
    try {
      await before();
      for (const segment of await segmentsOf(this.#disk)) await copyFile(this.#disk, target, segmentName(segment));
    } finally {
      this.#copies -= 1;
    }
  }

  close(): Promise<void> {
    return this.#segments.close();
  }

  /** Gives the digest that the bytes of the piece belong into. */
  #remember(extent: Extent): Hash {
    const unsettled = this.#unsettled.get(extent.packageId) ?? { extents: [], sha256: createHash("sha256") };
    unsettled.extents.push(extent);
    this.#unsettled.set(extent.packageId, unsettled);
    return unsettled.sha256;
  }

  async #settle(): Promise<void> {
    const known = [...this.#unsettled.keys()];
    await this.#db.write(() => known.forEach((packageId) => this.settle(packageId)));
    this.#unsettled.clear();
  }

  async #recover(segment: number): Promise<void> {
    await this.#disk.sync(segmentName(segment));
    for await (const extent of recordsOf(this.#disk, segment)) {
      const isWanted = this.#db.uploads.get(extent.packageId) !== null;
      if (isWanted && extent.offset === this.end(extent.packageId)) this.#remember(extent);
    }
    await this.#settle();
  }

  async #pieceOf(extent: Extent, buffer: Buffer): Promise<Buffer> {
    const { segment, position, length } = extent;
    const record = await this.#disk
      .read(segmentName(segment), position, buffer.subarray(0, HEADER_BYTES + length))
      .catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0); // a segment that is gone
        throw error;
      });
    return pieceOf(record, extent);
  }
}
