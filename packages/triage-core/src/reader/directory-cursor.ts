import { type Dir, type Dirent, opendirSync, readdirSync } from "node:fs";

/** Names read from the kernel at a time. */
const BUFFERED_NAMES = 256;

/** Names are held one byte a character. */
const ONE_BYTE = { encoding: "latin1" as BufferEncoding };

/** A directory that is being read, name by name. */
export class DirectoryCursor {
  /** The name to be looked at now, null at the end. */
  next: Dirent | null;
  /** The one before it, empty at the beginning. */
  last = "";
  readonly #dir: Pick<Dir, "readSync" | "closeSync">;

  /** `otherView`: by scandir(3), which a hook of readdir(3) does not see. */
  constructor(path: string, otherView: boolean) {
    this.#dir = otherView ? scandir(path) : opendirSync(path, { ...ONE_BYTE, bufferSize: BUFFERED_NAMES });
    try {
      this.next = this.#dir.readSync();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  advance(): void {
    this.last = this.next?.name ?? this.last;
    this.next = this.#dir.readSync();
  }

  /** Go on until `name` is the last that was passed; false when it does not come. */
  passTo(name: string, step: () => void): boolean {
    for (let passed = 1; this.last !== name; passed++) {
      if (this.next === null) return false;
      this.advance();
      if (passed % BUFFERED_NAMES === 0) step();
    }
    return true;
  }

  close(): void {
    this.#dir.closeSync();
  }
}

/** The whole directory at once. */
function scandir(path: string): Pick<Dir, "readSync" | "closeSync"> {
  const entries = readdirSync(path, { ...ONE_BYTE, withFileTypes: true })[Symbol.iterator]();
  return { readSync: () => entries.next().value ?? null, closeSync: () => undefined };
}

/** Directories that were read in part, each where it was left, so that nobody need begin again at the first name. */
export class HeldCursors {
  readonly #cursors = new Map<string, DirectoryCursor>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** From now on it is the taker's to close. */
  take(directory: string): DirectoryCursor | undefined {
    const cursor = this.#cursors.get(directory);
    this.#cursors.delete(directory);
    return cursor;
  }

  /** The one that was held longest makes room. */
  hold(directory: string, cursor: DirectoryCursor): void {
    this.take(directory)?.close();
    this.#cursors.set(directory, cursor);
    const [oldest] = this.#cursors.keys();
    if (this.#cursors.size > this.#most && oldest !== undefined) this.take(oldest)?.close();
  }
}
