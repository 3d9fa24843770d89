import type { KnownFile, OwnerTable } from "@livetriage/triage-core";

/** A package manager writes the files of a package and its record of them within one run. */
const SAME_RUN_S = 60;

/** More inodes than these changed after their packages came: the whole tree was copied, and the times say nothing. */
export const MANY_REPLACED = 64;

/** Files of packages whose inode changed after their package came, whatever their mtime says: those may have been replaced. */
export function findReplaced(files: readonly KnownFile[], { owners }: Pick<OwnerTable, "owners">): KnownFile[] {
  const replaced = files.filter(({ path, stat }) => {
    const installed = owners.get(path)?.installed_s ?? [];
    return installed.length > 0 && Number(stat.ctime_ns / 1_000_000_000n) > Math.max(...installed) + SAME_RUN_S;
  });
  return replaced.length > MANY_REPLACED ? [] : replaced;
}
