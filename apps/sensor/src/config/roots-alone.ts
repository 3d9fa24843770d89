import type { Stats } from "node:fs";

/** True for a file that nobody but root, or whoever runs this process anyway, can change. */
export function isRootsAlone({ uid, mode }: Pick<Stats, "uid" | "mode">): boolean {
  return (uid === 0 || uid === process.geteuid?.()) && (mode & 0o022) === 0;
}
