import { existsSync, mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";

const HIERARCHY = "/sys/fs/cgroup/memory";

/** Why no memory cgroup can be made here; null when it can. */
export function lackOfMemoryCgroup(): string | null {
  return existsSync(join(HIERARCHY, "memory.limit_in_bytes")) ? null : "no memory cgroup of version 1";
}

/** A memory cgroup of the host's own hierarchy, to be removed when nobody is in it any more. */
export function makeMemoryCgroup(name: string): { readonly path: string; remove(): void } {
  const path = join(HIERARCHY, name);
  mkdirSync(path);
  return { path, remove: () => rmdirSync(path) };
}
