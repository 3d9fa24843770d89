import { splitLines } from "./lines.ts";

/** Where a process stands in the cgroup hierarchy that names it best. */
export interface Cgroup {
  readonly path: string;
  /** The hierarchy: empty for version 2, `name=systemd` or a controller for version 1. */
  readonly hierarchy: string;
}

/** The root, or a place above the root of our own namespace of cgroups. */
const NOWHERE = /^(?:\/\.\.)*\/?$/;

/**
 * The cgroup of a process: that of version 2 or of systemd where it says anything, else the deepest of version 1.
 *
 * Shape:  `hierarchy-id:controllers:path` lines; the path may hold colons.
 * Errors: null when no line has that shape.
 * Source: cgroups(7), proc_pid_cgroup(5)
 */
export function parseCgroup(text: string): Cgroup | null {
  let best: Cgroup | null = null;
  for (const line of splitLines(text)) {
    const match = /^\d+:([^:]*):(\/.*)$/.exec(line);
    if (match === null) continue;
    const [, hierarchy, path] = match as unknown as [string, string, string];
    const named = hierarchy === "" || hierarchy === "name=systemd";
    if (named && !NOWHERE.test(path)) return { path, hierarchy };
    if (best === null || path.length > best.path.length) best = { path, hierarchy };
  }
  return best;
}

/** The systemd unit that a cgroup path stands for: its deepest service, scope, socket, mount or swap; else null. */
export function unitOf(path: string): string | null {
  const unit = path.split("/").findLast((name) => /.\.(?:service|scope|socket|mount|swap)$/.test(name));
  return unit ?? null;
}
