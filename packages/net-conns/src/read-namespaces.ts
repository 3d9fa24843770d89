import { askAhead, type HostReader, type ProcessFds, type TriageError, toTriageError } from "@livetriage/triage-core";

/** One network namespace and the processes that are in it. */
export interface Namespace {
  /** Decimal inode, null where the link that tells it may not be read. */
  readonly netns: string | null;
  /** In the order of /proc; at least one. */
  readonly pids: readonly number[];
}

/** The namespaces found, and what could not be learnt. */
export interface Namespaces {
  readonly namespaces: readonly Namespace[];
  readonly errors: readonly TriageError[];
}

/** Which network namespaces the main threads of processes are in. */
export async function readNamespaces(host: HostReader, processes: readonly ProcessFds[]): Promise<Namespaces> {
  const byInode = new Map<string, number[]>();
  const errors: TriageError[] = [];
  const unreadable: number[] = [];
  for (const { pid, netns } of processes) {
    const inode = netns.ok ? inodeOf(netns.value) : null;
    if (inode !== null) addTo(byInode, inode, pid);
    else if (!netns.ok) {
      errors.push(toTriageError(netns.error, { scope: "field", source: "/proc/[pid]/ns/net" }));
      if (netns.error.errno === "EACCES" || netns.error.errno === "EPERM") unreadable.push(pid);
    }
  }
  const namespaces = [...byInode].map(([netns, members]) => ({ netns, pids: members }));
  return { namespaces: await withUnreadable(host, namespaces, unreadable), errors };
}

/**
 * Add processes whose link may not be read. The files below `/proc/[pid]/net` may be, and each namespace has inodes of
 * its own for them: they tell whether it is a namespace known already, or one more without a name.
 */
async function withUnreadable(
  host: HostReader,
  known: readonly { readonly netns: string; readonly pids: number[] }[],
  pids: readonly number[],
): Promise<readonly Namespace[]> {
  if (pids.length === 0) return known;
  const fileOf = async (pid: number): Promise<bigint | null> => {
    const stat = await host.lstat(`/proc/${pid}/net/tcp`);
    return stat.ok ? stat.value.ino : null;
  };
  const files = await Promise.all(known.map(({ pids: [first] }) => fileOf(first as number)));
  const byFile = new Map(
    known.flatMap(({ pids: members }, k) => (files[k] == null ? [] : [[files[k], members] as const])),
  );
  const isNamed = new Set(known.map(({ pids: members }) => members));
  let i = 0;
  for await (const ino of askAhead(pids, fileOf)) {
    const pid = pids[i++] as number;
    if (ino !== null) addTo(byFile, ino, pid);
  }
  const nameless = [...byFile.values()].filter((members) => !isNamed.has(members));
  return [...known, ...nameless.map((members) => ({ netns: null, pids: members }))];
}

/** Shape: `net:[4026531840]`. Source: namespaces(7) */
export function inodeOf(link: string): string | null {
  return /^net:\[(\d+)\]$/.exec(link)?.[1] ?? null;
}

function addTo<K>(groups: Map<K, number[]>, key: K, pid: number): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [pid]);
  else group.push(pid);
}
