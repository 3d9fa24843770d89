import type { Disk, DiskFile } from "./disk.ts";
import { type Extent, encodeHeader, HEADER_BYTES, segmentName } from "./segment-record.ts";

/** A piece of a package that is to be written. */
export interface Piece {
  readonly packageId: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface SegmentLogOptions {
  readonly disk: Disk;
  /** Number of the last segment that is there, 0 for none. */
  readonly last: number;
  /** A segment that has grown to this size is followed by the next one. */
  readonly segmentBytes: number;
  /** Writes down elsewhere where all pieces lie: only the last segment is read again after a crash. */
  readonly settle: () => Promise<void>;
}

/** The segments as they are written. A segment of an earlier process, or one that could not be written, never grows. */
export class SegmentLog {
  readonly #options: SegmentLogOptions;
  #segment: number;
  #file: DiskFile | null = null;
  #length = 0;

  constructor(options: SegmentLogOptions) {
    this.#options = options;
    this.#segment = options.last;
  }

  /** Number of the segment that is written now or was last. */
  get segment(): number {
    return this.#segment;
  }

  /** Where the pieces lie now that they are durable, all or none. */
  async append(pieces: readonly Piece[]): Promise<Extent[]> {
    if (this.#length >= this.#options.segmentBytes) await this.close();
    const file = this.#file ?? (await this.#next());
    let position = this.#length;
    const extents: Extent[] = [];
    for (const { packageId, offset, bytes } of pieces) {
      extents.push({ packageId, offset, length: bytes.length, segment: this.#segment, position });
      position += HEADER_BYTES + bytes.length;
    }
    try {
      await file.append(
        pieces.flatMap(({ packageId, offset, bytes }) => [encodeHeader(packageId, offset, bytes), bytes]),
      );
      await file.sync();
    } catch (error) {
      await this.#abandon();
      throw error;
    }
    this.#length = position;
    return extents;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    this.#length = 0;
    await file?.close();
  }

  async #next(): Promise<DiskFile> {
    await this.#options.settle();
    this.#file = await this.#options.disk.create(segmentName(this.#segment + 1));
    this.#segment += 1;
    return this.#file;
  }

  /** After a failed sync nobody knows what of a file is on disk: what was durable before stays, nothing is added. */
  async #abandon(): Promise<void> {
    const { disk } = this.#options;
    const name = segmentName(this.#segment);
    const length = this.#length;
    await this.close().catch(() => {});
    await (length === 0 ? disk.remove(name) : disk.truncate(name, length)).catch(() => {}); // frees room; not needed
  }
}
