import { type DirectoryName, type DirectoryNames, openNames, scanNames } from "./directory-names.ts";

const NAMES_A_STEP = 256;

/** A directory that is being read, name by name. */
export class DirectoryCursor {
  /** The name to be looked at now, null at the end. */
  next: DirectoryName | null;
  /** The one before it, empty at the beginning. */
  last = "";
  readonly #names: DirectoryNames;

  constructor(path: string, otherView: boolean) {
    this.#names = otherView ? scanNames(path) : openNames(path);
    try {
      this.next = this.#names.next();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  advance(): void {
    this.last = this.next?.name ?? this.last;
    this.next = this.#names.next();
  }

  /** Go on until `name` is the last that was passed; false when it does not come. */
  passTo(name: string, step: () => void): boolean {
    for (let passed = 1; this.last !== name; passed++) {
      if (this.next === null) return false;
      this.advance();
      if (passed % NAMES_A_STEP === 0) step();
    }
    return true;
  }

  close(): void {
    this.#names.close();
  }
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
