import { type BigIntStats, constants, lstatSync, openSync } from "node:fs";
import { encodeLossless, hasInvalidBytes, type LosslessString } from "../text/lossless.ts";
import { type HeldDir, HeldDirs } from "./held-dirs.ts";
import { errnoOf, HostFault, toFault } from "./host-fault.ts";
import { MountPolicy } from "./mount-policy.ts";
import type { Mount } from "./mount-table.ts";
import { MountWatch } from "./mount-watch.ts";
import { readLinkName } from "./read-link-name.ts";

const O_PATH = 0o10000000;
const DIRECTORY = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Directories of the host, entered one name at a time: never through a link, never onto a mount that is not ours to
 * enter. Relative names mean names in the directory that was pinned last.
 */
export class HeldTree {
  readonly policy: MountPolicy;
  readonly #mounts: MountWatch;
  /** Of our own mount namespace, through which the files of processes are read. */
  readonly #own: MountWatch;
  readonly #held: HeldDirs;
  readonly #onMount: (mount: Mount) => void;
  #top: HeldDir;
  #pinned: HeldDir | null = null;

  /** `process`: directory of the process whose root and mounts count; null for our own. */
  constructor(
    enter: readonly LosslessString[],
    mostHeld: number,
    onMount: (mount: Mount) => void,
    process: string | null = null,
  ) {
    this.#own = new MountWatch("/proc/self");
    this.#mounts = process === null ? this.#own : new MountWatch(process);
    this.policy = new MountPolicy(enter);
    this.#held = new HeldDirs(mostHeld);
    this.#onMount = onMount;
    this.#mounts.refresh();
    this.#own.refresh();
    // The kernel's own link leads into the other mount namespace; nothing else is followed on the way.
    const fd =
      process === null ? openSync("/", DIRECTORY) : openSync(`${process}/root`, O_PATH | constants.O_DIRECTORY);
    this.#top = { path: "/", fd, mount: this.#mounts.table.root };
  }

  get top(): HeldDir {
    return this.#top;
  }

  /** From now on nothing above this directory exists. */
  setTop(dir: HeldDir): void {
    this.#top = { ...dir, fd: openSync(`/proc/self/fd/${dir.fd}`, O_PATH | constants.O_DIRECTORY) };
    this.#held.clear();
  }

  /** Look for new mounts; to be called between asks, as it may let go of every directory. */
  refresh(): void {
    if (this.#mounts.refresh()) this.#held.clear();
    this.#own.refresh();
  }

  /** The deepest directory held at or above a clean path from the real root. */
  nearest(real: LosslessString, byName: boolean): HeldDir {
    const dir = this.#held.nearest(real) ?? this.#top;
    this.#admit(dir.mount, byName);
    return dir;
  }

  parent(dir: HeldDir): HeldDir {
    if (dir.path === this.#top.path) return dir;
    const real = dir.path.slice(0, dir.path.lastIndexOf("/"));
    if (real.length <= this.#top.path.length) return this.#top;
    let at = this.#held.nearest(real) ?? this.#top;
    for (const name of namesOf(real.slice(at.path.length))) {
      const next = this.enter(at, name, true);
      if (typeof next === "string") throw new HostFault("open", "ENOTDIR");
      at = next;
    }
    return at;
  }

  /** The directory of this name, or the text of the link that it is. `byName`: a place below /proc or /sys was asked for. */
  enter(dir: HeldDir, text: LosslessString, byName: boolean): HeldDir | LosslessString {
    const path = childOf(dir, text);
    const mount = this.#cross(dir, path, byName);
    const held = this.#held.get(path);
    if (held !== undefined) return held;
    this.pin(dir);
    const name = toName(text);
    try {
      const entered = { path, fd: this.#open(name), mount };
      this.#held.add(entered);
      return entered;
    } catch (error) {
      if (errnoOf(error) !== "ENOTDIR" || !lstatSync(name).isSymbolicLink()) throw toFault("open", error);
      return readLinkName(name);
    }
  }

  /** lstat of a name. */
  look(dir: HeldDir, text: LosslessString, byName: boolean): BigIntStats {
    this.#cross(dir, childOf(dir, text), byName);
    this.pin(dir);
    try {
      return lstatSync(toName(text), { bigint: true });
    } catch (error) {
      throw toFault("lstat", error);
    }
  }

  /** Is anything mounted on a name of this directory? */
  hasMounts(dir: HeldDir): boolean {
    return this.#mounts.table.isAbove(dir.path);
  }

  /** May this name be looked at, or is it a mount that we leave alone? */
  mayLook(dir: HeldDir, text: LosslessString): boolean {
    const { table } = this.#mounts;
    const mount = table.cross(dir.mount, childOf(dir, text));
    return mount === dir.mount || this.policy.refusal(mount, true) === null;
  }

  /** Is anything mounted on this path below /proc, or on a directory that it leads through? */
  isOvermounted(path: LosslessString): boolean {
    for (let end = path.length; end > "/proc".length; end = path.lastIndexOf("/", end - 1)) {
      if (this.#own.table.covers(path.slice(0, end))) return true;
    }
    return false;
  }

  /** Which names below a directory of a process are covered by a mount; null where none is. */
  coverOf(process: LosslessString): ((name: LosslessString) => boolean) | null {
    if (!this.#own.table.isInProcess(process)) return null;
    return (name) => this.isOvermounted(`${process}/${name}`);
  }

  pin(dir: HeldDir): void {
    if (this.#pinned === dir) return;
    this.#pinned = null;
    process.chdir(`/proc/self/fd/${dir.fd}`);
    this.#pinned = dir;
  }

  /** False where the directory may be read but not entered. */
  tryPin(dir: HeldDir): boolean {
    try {
      this.pin(dir);
      return true;
    } catch {
      return false;
    }
  }

  /** The working directory is about to become somebody else's. */
  unpin(): void {
    this.#pinned = null;
  }

  #cross(dir: HeldDir, path: LosslessString, byName: boolean): Mount {
    const mount = this.#mounts.table.cross(dir.mount, path);
    if (mount !== dir.mount) this.#admit(mount, byName);
    return mount;
  }

  #admit(mount: Mount, byName: boolean): void {
    const why = mount.id === this.#top.mount.id ? this.policy.refusalOfTop(mount) : this.policy.refusal(mount, byName);
    if (why !== null) throw new HostFault("open", "SKIPPED", why);
    this.#onMount(mount);
  }

  #open(name: string | Buffer): number {
    for (;;) {
      try {
        return openSync(name, DIRECTORY);
      } catch (error) {
        if (errnoOf(error) !== "EMFILE" || !this.#held.shrink()) throw error;
      }
    }
  }
}

/** The names of a path that mean something. */
export function namesOf(path: LosslessString): LosslessString[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

/** A name as Node takes it: text where it is text, else its bytes. */
export function toName(text: LosslessString): string | Buffer {
  return hasInvalidBytes(text) ? Buffer.from(encodeLossless(text)) : text;
}

function childOf(dir: HeldDir, name: LosslessString): LosslessString {
  return dir.path === "/" ? `/${name}` : `${dir.path}/${name}`;
}
