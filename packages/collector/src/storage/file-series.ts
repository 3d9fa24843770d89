import type { Disk, DiskFile } from "./disk.ts";
import { toStorageError } from "./storage-errors.ts";

export interface FileSeriesOptions {
  readonly disk: Disk;
  readonly nameOf: (number: number) => string;
  /** Number of the last file that is there, 0 for none. */
  readonly last: number;
  /** A file that has grown to this size is followed by the next one. */
  readonly fileBytes: number;
  /** What must be done before the next file begins. */
  readonly beforeNext?: () => Promise<void>;
}

/** Where bytes were written. */
export interface Place {
  readonly number: number;
  readonly position: number;
}

/** Numbered files, of which the last grows. One of an earlier process, or one that could not be written, never grows. */
export class FileSeries {
  readonly #options: FileSeriesOptions;
  #number: number;
  #file: DiskFile | null = null;
  #length = 0;

  constructor(options: FileSeriesOptions) {
    this.#options = options;
    this.#number = options.last;
  }

  /** The file that is written now or was last. */
  get number(): number {
    return this.#number;
  }

  /**
   * Where the parts lie, one after the other, now that they are durable. One call at a time.
   *
   * Errors: StorageFull; nothing was written then.
   */
  async append(parts: readonly Uint8Array[]): Promise<Place> {
    try {
      if (this.#length >= this.#options.fileBytes) await this.close();
      const file = this.#file ?? (await this.#next());
      await this.#write(file, parts);
    } catch (error) {
      throw toStorageError(error);
    }
    const position = this.#length;
    this.#length += parts.reduce((sum, { length }) => sum + length, 0);
    return { number: this.#number, position };
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    this.#length = 0;
    await file?.close();
  }

  async #write(file: DiskFile, parts: readonly Uint8Array[]): Promise<void> {
    try {
      await file.append(parts);
      await file.sync();
    } catch (error) {
      await this.#abandon();
      throw error;
    }
  }

  async #next(): Promise<DiskFile> {
    const { beforeNext, disk, nameOf } = this.#options;
    await beforeNext?.();
    this.#number += 1;
    this.#file = await disk.create(nameOf(this.#number));
    return this.#file;
  }

  /** After a failed sync nobody knows what of a file is on disk: what was durable before stays, nothing is added. */
  async #abandon(): Promise<void> {
    const { disk, nameOf } = this.#options;
    const name = nameOf(this.#number);
    const length = this.#length;
    await this.close().catch(() => {});
    await (length === 0 ? disk.remove(name) : disk.truncate(name, length)).catch(() => {}); // for room; else as well
  }
}
