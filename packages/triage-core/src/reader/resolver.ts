import { type BigIntStats, lstatSync } from "node:fs";
import type { LosslessString } from "../text/lossless.ts";
import type { HeldDir } from "./held-dirs.ts";
import { type HeldTree, namesOf, toName } from "./held-tree.ts";
import { HostFault } from "./host-fault.ts";
import { readLinkName } from "./read-link-name.ts";

const MOST_HOPS = 40;
const UNCLEAN = /\/\.{0,2}(?:\/|$)/;
const BELOW_PROC_OR_SYS = /^\/(?:proc|sys)(?:\/|$)/;

/** Where a path leads: a name in the directory that is pinned now, and what lstat says of it. */
export interface Place {
  readonly dir: HeldDir;
  /** `.` for the root itself. */
  readonly text: LosslessString;
  readonly name: string | Buffer;
  readonly stat: BigIntStats;
}

/** Paths to places: links are expanded here, at most 40; `..` stops at the root. */
export class Resolver {
  readonly tree: HeldTree;
  readonly wholeHost: boolean;
  readonly #root: LosslessString;
  #prefix: LosslessString | null = null;

  /** `wholeHost`: the root is the running host's own, with its /proc and /sys. */
  constructor(tree: HeldTree, root: LosslessString, wholeHost: boolean) {
    this.tree = tree;
    this.wholeHost = wholeHost;
    this.#root = root;
  }

  /** The name at the end of a path; itself a link only when the last one is not to be followed. */
  locate(path: LosslessString, follow: boolean): Place {
    this.tree.refresh();
    this.#prefix ??= this.#enterRoot();
    const byName = this.#byName(path);
    const real = this.#prefix + path;
    const start = UNCLEAN.test(path) ? this.tree.top : real.slice(0, real.lastIndexOf("/"));
    let dir = typeof start === "string" ? this.tree.nearest(start, byName) : start;
    let rest = dir === this.tree.top ? path : real.slice(dir.path.length);
    const todo: LosslessString[] = [];
    for (let hops = 0; hops <= MOST_HOPS; hops++) {
      todo.push(...namesOf(rest).reverse());
      const step = this.#walk(dir, todo, byName, follow);
      if ("stat" in step) return step;
      dir = step.link.startsWith("/") ? this.tree.top : step.dir;
      rest = step.link;
    }
    throw new HostFault("open", "ELOOP");
  }

  /** The directory at the end of a path. */
  directory(path: LosslessString, follow: boolean): HeldDir {
    const { dir, text } = this.locate(path, follow);
    const entered = text === "." ? dir : this.tree.enter(dir, text, this.#byName(path));
    if (typeof entered === "string") throw new HostFault("opendir", "ENOTDIR");
    return entered;
  }

  /** Where a place is, as a path within the root. */
  pathOf({ dir, text }: Place): LosslessString {
    const base = dir.path.slice(dir.path === "/" ? 1 : (this.#prefix ?? "").length);
    return text === "." ? base || "/" : `${base}/${text}`;
  }

  /** As late as the first ask, so that a root that is not there is an answer. */
  #enterRoot(): LosslessString {
    if (namesOf(this.#root).length === 0) return "";
    this.tree.setTop(new Resolver(this.tree, "/", true).directory(this.#root, true));
    return this.tree.top.path === "/" ? "" : this.tree.top.path;
  }

  /** Walk to the end of the names, or to the next link. */
  #walk(
    start: HeldDir,
    todo: LosslessString[],
    byName: boolean,
    follow: boolean,
  ): Place | { readonly dir: HeldDir; readonly link: LosslessString } {
    let dir = start;
    for (let text = todo.pop(); text !== undefined; text = todo.pop()) {
      if (text === "..") {
        dir = this.tree.parent(dir);
      } else if (todo.length > 0) {
        const next = this.tree.enter(dir, text, byName);
        if (typeof next === "string") return { dir, link: next };
        dir = next;
      } else {
        const stat = this.tree.look(dir, text, byName || !follow);
        const name = toName(text);
        return follow && stat.isSymbolicLink() ? { dir, link: readLinkName(name) } : { dir, text, name, stat };
      }
    }
    this.tree.pin(dir);
    return { dir, text: ".", name: ".", stat: lstatSync(".", { bigint: true }) };
  }

  /** Did somebody ask for a place below /proc or /sys by its own name? Only then are kernel-made mounts entered. */
  #byName(path: LosslessString): boolean {
    return this.wholeHost && BELOW_PROC_OR_SYS.test(path);
  }
}
