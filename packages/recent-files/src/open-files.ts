import { keepByStrata, type ProcessFds, type Truncation } from "@livetriage/triage-core";
import { type LosslessString, toText } from "@livetriage/triage-core/text";

/** A descriptor that holds a file without a name. */
export interface Holder {
  readonly process: ProcessFds;
  readonly fd: number;
}

/** Descriptors of one user whose links say the same. */
export interface OpenGroup {
  /** As the link says, without ` (deleted)`. */
  readonly path: LosslessString;
  readonly holders: readonly Holder[];
}

const DELETED = " (deleted)";

/** Is this the path of a file in memory that never had a name? Source: memfd_create(2) */
export function isMemfd(path: LosslessString): boolean {
  return path.startsWith("/memfd:");
}

/**
 * The files without a name that processes hold open, by user and link; in turn over users and processes when there are
 * more than `limit`.
 *
 * Source: proc_pid_fd(5): `/tmp/x (deleted)`, `/memfd:name (deleted)`
 */
export function groupOpenFiles(
  processes: readonly ProcessFds[],
  limit: number,
): { readonly groups: readonly OpenGroup[]; readonly truncation: Truncation | null } {
  const groups = new Map<string, { path: LosslessString; holders: Holder[] }>();
  for (const process of processes) {
    for (const { fd, link } of process.fds) {
      if (!link.startsWith("/") || !link.endsWith(DELETED)) continue;
      const key = `${process.uid} ${link}`;
      const group = groups.get(key) ?? { path: link.slice(0, -DELETED.length), holders: [] };
      group.holders.push({ process, fd });
      groups.set(key, group);
    }
  }
  const first = ({ holders }: OpenGroup) => holders[0]?.process;
  const { kept, truncation } = keepByStrata([...groups.values()], {
    limit,
    classOf: ({ path }) => Number(isMemfd(path)),
    stratumOf: (group) => String(first(group)?.pid),
    holderOf: (group) => String(first(group)?.uid),
    groupOf: (group) => toText(first(group)?.comm ?? "").text,
  });
  const source = "/proc/[pid]/fd";
  return {
    groups: kept,
    truncation: truncation === null ? null : { ...truncation, cap: "open_files", unit: "files", source },
  };
}
