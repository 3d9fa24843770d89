import type { FileStat } from "@livetriage/triage-core";
import { type LosslessString, toDevice } from "@livetriage/triage-core/text";
import type { Exe } from "./process.ts";

const DELETED = " (deleted)";
const MEMFD = "/memfd:";

/** Does the link end in the kernel's word for a file without a name, which may also be the end of a real name? */
function endsInDeleted(link: LosslessString): boolean {
  return link.endsWith(DELETED);
}

/**
 * The program behind an exe link.
 *
 * A file that still has a name (`nlink` > 0) and ends in ` (deleted)` was either named so or lost just this one of its
 * names: `namedSo` tells whether the file of that very name is the running one, null where that cannot be known.
 * A memfd has no name, its link starts with `/memfd:`, and its device is no mount's.
 * Source: proc_pid_exe(5), d_path() in fs/d_path.c, memfd_create(2)
 */
export function toExe(
  link: LosslessString,
  stat: FileStat | null,
  mounted: ReadonlySet<string>,
  namedSo: boolean | null,
): Exe {
  if (!endsInDeleted(link)) return { path: link, deleted: false, memfd: false };
  if (stat === null) return { path: link, deleted: null, memfd: null };
  const nameless = stat.nlink === 0;
  if (!nameless && namedSo !== false) return { path: link, deleted: namedSo === null ? null : false, memfd: false };
  const path = link.slice(0, -DELETED.length);
  const memfd = nameless && path.startsWith(MEMFD) && !mounted.has(toDevice(stat.dev));
  return { path, deleted: !memfd, memfd };
}
