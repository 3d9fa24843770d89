import { closeSync } from "node:fs";
import type { LosslessString } from "../text/lossless.ts";
import type { Mount } from "./mount-table.ts";

/** A directory that stays the one it was when it was opened, whatever happens to its name. */
export interface HeldDir {
  /** Its path from the real root, without links. */
  readonly path: LosslessString;
  /** O_PATH descriptor. */
  readonly fd: number;
  readonly mount: Mount;
}

/** The directories used last, so that a walk does not begin at the root each time. Never fewer than the last two. */
export class HeldDirs {
  readonly #dirs = new Map<LosslessString, HeldDir>();
  #most: number;

  constructor(most: number) {
    this.#most = Math.max(2, most);
  }

  get(path: LosslessString): HeldDir | undefined {
    const dir = this.#dirs.get(path);
    if (dir !== undefined) {
      this.#dirs.delete(path);
      this.#dirs.set(path, dir);
    }
    return dir;
  }

  /** The deepest directory held at or above a clean path. */
  nearest(path: LosslessString): HeldDir | undefined {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
      const dir = this.get(path.slice(0, end));
      if (dir !== undefined) return dir;
    }
    return undefined;
  }

  add(dir: HeldDir): void {
    this.#dirs.set(dir.path, dir);
    this.#closeDownTo(this.#most);
  }

  /** Descriptors have run out: hold fewer from now on. False when there is nothing to give. */
  shrink(): boolean {
    const before = this.#dirs.size;
    this.#most = Math.max(2, before >> 1);
    this.#closeDownTo(this.#most);
    return this.#dirs.size < before;
  }

  /** Mounts have changed: nothing that was opened before says where its name leads now. */
  clear(): void {
    this.#closeDownTo(0);
  }

  #closeDownTo(most: number): void {
    for (const [path, dir] of this.#dirs) {
      if (this.#dirs.size <= most) break;
      this.#dirs.delete(path);
      closeSync(dir.fd);
    }
  }
}
