import { type FileSystemRefusal, isLayered, type MountPoint, refusalOf } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { isContainerRoot } from "./file-systems.ts";
import { depthOf, isWithin, join, type MountTable, restOf, selfAndAncestors } from "./mount-table.ts";

/** A directory that is not entered, and why: its file system, the same directory seen elsewhere, or a cache. */
export interface Prune {
  readonly path: LosslessString;
  readonly why: FileSystemRefusal | "container" | "alias" | "cache";
  /** The file system's type, or the path under which an alias is walked. */
  readonly detail: string;
}

/** What to walk: start points, and exact paths at which every engine turns back unless it starts there. */
export interface WalkPlan {
  readonly starts: readonly LosslessString[];
  readonly prunes: ReadonlyMap<LosslessString, Prune>;
  /** Places that are walked on file systems that show what lies on others. */
  readonly layered: readonly LosslessString[];
}

/**
 * Turn roots into a plan in which no directory is reached twice and no file system is entered that could hang us.
 *
 * A bind mount, or a file system mounted at two places, shows one directory under two paths: the path that comes first
 * (by depth) claims it, at the other one the walk turns back. What another mount hides at the first path and the second
 * path shows is walked as a start of its own.
 */
export function planWalk(
  roots: readonly LosslessString[],
  caches: readonly LosslessString[],
  mounts: MountTable,
): WalkPlan {
  const prunes = new Map<LosslessString, Prune>(caches.map((path) => [path, { path, why: "cache", detail: path }]));
  const starts = new Set<LosslessString>();
  const isReached = (path: LosslessString): boolean => {
    for (const above of selfAndAncestors(path)) {
      if (starts.has(above)) return true;
      if (prunes.has(above)) return false;
    }
    return false;
  };
  for (const root of [...new Set(roots)].toSorted(byDepth)) if (!isReached(root)) starts.add(root);

  const known: Known = { mounts, claims: [], isReached };
  const regions = new Set([...starts].flatMap((start) => [start, ...mounts.below(start)]).toSorted(byDepth));
  for (const path of regions) {
    if (!isReached(path)) continue;
    const { refused, aliases } = claim(path, known);
    for (const prune of [...refused, ...aliases]) {
      prunes.set(prune.path, prune);
      starts.delete(prune.path);
    }
    for (const shown of aliases.flatMap((alias) => onlyAt(alias, mounts))) {
      if (isReached(shown)) continue;
      starts.add(shown);
      regions.add(shown);
    }
  }
  const layered = known.claims
    .filter(({ mount }) => isLayered(mount.fs_type, mount.mount_point))
    .map(({ path }) => path);
  return { starts: [...starts], prunes, layered };
}

/** A directory of a file system that is walked under `path`. */
interface Claim {
  readonly path: LosslessString;
  readonly inside: LosslessString;
  readonly mount: MountPoint;
}

/** What the plan holds so far. */
interface Known {
  readonly mounts: MountTable;
  readonly claims: Claim[];
  readonly isReached: (path: LosslessString) => boolean;
}

/** Take what lies at `path` for the walk; the answer is where the walk must turn back for it, `path` itself included. */
function claim(path: LosslessString, { mounts, claims, isReached }: Known): { refused: Prune[]; aliases: Prune[] } {
  const location = mounts.locate(path);
  if (location === null) return { refused: [], aliases: [] };
  const { mount, inside } = location;
  if (isContainerRoot(mount) && mount.mount_point === path) {
    return { refused: [{ path, why: "container", detail: mount.fs_type }], aliases: [] };
  }
  const refusal = refusalOf(mount.fs_type);
  if (refusal !== null) return { refused: [{ path, why: refusal, detail: mount.fs_type }], aliases: [] };
  const here: Claim = { path, inside, mount };
  const sameDevice = claims.filter((earlier) => earlier.mount.device === mount.device);
  const elsewhere = sameDevice
    .map((earlier) => placeWithin(earlier, here, mounts))
    .find((place) => place !== null && isReached(place));
  if (elsewhere != null) return { refused: [], aliases: [{ path, why: "alias", detail: elsewhere }] };
  const aliases = sameDevice
    .filter((earlier) => earlier.inside !== inside)
    .flatMap((earlier): Prune[] => {
      const again = placeWithin(here, earlier, mounts);
      return again === null ? [] : [{ path: again, why: "alias", detail: earlier.path }];
    });
  claims.push(here);
  return { refused: [], aliases };
}

/** The other path at which the tree of `outer` shows the directory of `inner`; null when it does not. */
function placeWithin(outer: Claim, inner: Claim, mounts: MountTable): LosslessString | null {
  if (!isWithin(inner.inside, outer.inside)) return null;
  const place = join(outer.path, restOf(inner.inside, outer.inside));
  return place !== inner.path && mounts.locate(place)?.mount === outer.mount ? place : null;
}

/** What only the alias shows: directories that a mount hides at the path which is walked, and mounts below the alias. */
function onlyAt(alias: Prune, mounts: MountTable): LosslessString[] {
  const mount = mounts.locate(alias.path)?.mount;
  const hidden = mounts
    .below(alias.detail)
    .map((point) => join(alias.path, restOf(point, alias.detail)))
    .filter((shown) => mounts.locate(shown)?.mount === mount);
  return [...hidden, ...mounts.below(alias.path)];
}

function byDepth(a: LosslessString, b: LosslessString): number {
  return depthOf(a) - depthOf(b) || (a < b ? -1 : 1);
}
