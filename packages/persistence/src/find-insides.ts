import {
  type FileBytes,
  type HostFacts,
  type HostReader,
  type MountPoint,
  parseMountinfo,
} from "@livetriage/triage-core";
import { decodeLossless } from "@livetriage/triage-core/text";

/** A mount namespace with a root of its own, and a process through which its files can be read. */
export interface Inside {
  readonly pid: number;
  /** Inode of the namespace, decimal. */
  readonly namespace: string;
}

const MAX_PROCESSES = 65_536;
const MOUNTINFO_BYTES = 262_144;

/**
 * The roots that processes of this host have beside the host's own, one process for each namespace. A service that only
 * hides parts of the host from itself has the host's root and does not count.
 */
export async function findInsides(host: HostReader, facts: HostFacts): Promise<Inside[]> {
  const listing = await host.list("/proc", { maxEntries: MAX_PROCESSES });
  if (!listing.ok) return [];
  const pids = listing.value.entries.map(({ name }) => name).filter((name) => /^\d+$/.test(name));
  const namespaces = await Promise.all(pids.map((pid) => namespaceOf(host, pid)));
  const firstOf = new Map<string, string>();
  for (const [i, namespace] of namespaces.entries()) {
    if (namespace !== null && !firstOf.has(namespace)) firstOf.set(namespace, pids[i] as string);
  }
  const own = rootOf(facts.mounts);
  const roots = await Promise.all([...firstOf.values()].map((pid) => readRoot(host, pid)));
  return [...firstOf].flatMap(([namespace, pid], i) => {
    const root = roots[i];
    return root == null || root === own ? [] : [{ pid: Number(pid), namespace }];
  });
}

/** The mount namespace of a process; null when it cannot be seen. */
export async function namespaceOf(host: HostReader, pid: string | number): Promise<string | null> {
  const answer = await host.readSet(`/proc/${pid}`, [{ link: "ns/mnt" }]);
  const link = answer.ok ? answer.value.parts[0] : undefined;
  return link?.ok === true ? (/\[(\d+)\]/.exec(link.value as string)?.[1] ?? null) : null;
}

async function readRoot(host: HostReader, pid: string): Promise<string | null> {
  const answer = await host.readSet(`/proc/${pid}`, [{ file: "mountinfo", maxBytes: MOUNTINFO_BYTES }]);
  const part = answer.ok ? answer.value.parts[0] : undefined;
  if (part?.ok !== true) return null;
  return rootOf(parseMountinfo(decodeLossless((part.value as FileBytes).bytes)).mounts);
}

/** Device and directory of what is mounted on the root. */
function rootOf(mounts: readonly MountPoint[]): string | null {
  const root = mounts.findLast(({ mount_point }) => mount_point === "/");
  return root === undefined ? null : `${root.device} ${root.root}`;
}
