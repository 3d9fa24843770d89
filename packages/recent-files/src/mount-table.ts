import type { MountPoint } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";

/** Where a path is stored: the mount that shows it, and its path within that file system. */
export interface Location {
  readonly mount: MountPoint;
  readonly inside: LosslessString;
}

/** Questions about paths that mountinfo answers, so that no file system is touched to learn what it is. */
export interface MountTable {
  /** The mount that shows `path`, null where mountinfo does not say. */
  locate(path: LosslessString): Location | null;
  /** Visible mount points strictly below `path`. */
  below(path: LosslessString): readonly LosslessString[];
}

/**
 * A table over the lines of mountinfo, walked as the kernel does: from mount to mount by parent, so that what is mounted
 * over hides what is below it.
 *
 * Source: proc_pid_mountinfo(5), fields 1, 2 and 5; a mount whose parent is not listed hangs off the root.
 */
export function createMountTable(mounts: readonly MountPoint[]): MountTable {
  const ids = new Set(mounts.map((mount) => mount.mount_id));
  const childKey = (parent: number | null, point: LosslessString) => `${parent} ${point}`;
  const children = new Map(
    mounts.map((mount) => {
      const isTop = mount.parent_id === mount.mount_id || !ids.has(mount.parent_id);
      return [childKey(isTop ? null : mount.parent_id, mount.mount_point), mount];
    }),
  );

  const locate = (path: LosslessString): Location | null => {
    let mount: MountPoint | null = null;
    let hops = 0;
    const mountedAt = (point: LosslessString) => children.get(childKey(mount?.mount_id ?? null, point));
    for (const above of [...selfAndAncestors(path)].toReversed()) {
      for (let next = mountedAt(above); next !== undefined && hops++ < mounts.length; next = mountedAt(above)) {
        mount = next;
      }
    }
    return mount === null ? null : { mount, inside: join(mount.root, restOf(path, mount.mount_point)) };
  };
  const points = [...new Set(mounts.map((mount) => mount.mount_point))];
  const isVisible = (point: LosslessString) => locate(point)?.mount.mount_point === point;
  const visible = points.filter(isVisible);
  const below = (path: LosslessString) => visible.filter((point) => point !== path && isWithin(point, path));
  return { locate, below };
}

/** The path and every directory above it, the deepest first. */
export function* selfAndAncestors(path: LosslessString): Generator<LosslessString> {
  for (let at = path.length; at > 0; at = path.lastIndexOf("/", at - 1)) yield path.slice(0, at);
  if (path !== "/") yield "/";
}

/** Is `path` the directory `above` or something below it? */
export function isWithin(path: LosslessString, above: LosslessString): boolean {
  return above === "/" || path === above || (path.startsWith(above) && path[above.length] === "/");
}

/** What follows `above` in `path`, without a leading slash; empty when they are equal. */
export function restOf(path: LosslessString, above: LosslessString): LosslessString {
  return above === "/" ? path.slice(1) : path.slice(above.length + 1);
}

/** A path below a directory; the directory itself when there is no rest. */
export function join(directory: LosslessString, rest: LosslessString): LosslessString {
  if (rest === "") return directory;
  return directory === "/" ? `/${rest}` : `${directory}/${rest}`;
}

/** Components of a path; 0 for the root. */
export function depthOf(path: LosslessString): number {
  if (path === "/") return 0;
  let depth = 0;
  for (let at = 0; at !== -1; at = path.indexOf("/", at + 1)) depth++;
  return depth;
}
