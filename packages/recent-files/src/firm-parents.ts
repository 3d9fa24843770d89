import type { FileStat, HostReader } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { selfAndAncestors } from "./mount-table.ts";

const WRITABLE_BY_OTHERS = 0o022;
const STICKY = 0o1000;

/** Tells whether nobody but root can put something else in the place of a directory or of one above it. */
export function firmParents(host: HostReader): (path: LosslessString) => Promise<boolean> {
  const stats = new Map<LosslessString, Promise<FileStat | null>>();
  const look = (path: LosslessString): Promise<FileStat | null> => {
    const known = stats.get(path) ?? host.lstat(path).then((answer) => (answer.ok ? answer.value : null));
    stats.set(path, known);
    return known;
  };
  return async (path) => {
    const chain = await Promise.all([...selfAndAncestors(path)].map(look));
    return chain.every((stat, i) => i === 0 || isFirm(stat, chain[i - 1] ?? null));
  };
}

function isFirm(parent: FileStat | null, child: FileStat | null): boolean {
  if (parent === null || child === null || parent.uid !== 0) return false;
  if ((parent.mode & WRITABLE_BY_OTHERS) === 0) return true;
  return (parent.mode & STICKY) !== 0 && child.uid === 0;
}
