import { readlinkSync } from "node:fs";

/**
 * Where the host's files are when the configuration does not say: as process 1 sees them where this process was given a
 * mount namespace of its own, in which the service manager hides and covers things.
 *
 * Source: mount_namespaces(7), proc_pid_root(5)
 */
export function findHostRoot(): string {
  const ofInit = mountNamespaceOf("1");
  return ofInit === null || ofInit === mountNamespaceOf("self") ? "/" : "/proc/1/root";
}

/** Null where we may not look at the process. */
function mountNamespaceOf(process: "self" | "1"): string | null {
  try {
    return readlinkSync(`/proc/${process}/ns/mnt`);
  } catch {
    return null;
  }
}
