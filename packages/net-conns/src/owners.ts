import type { ProcessFds } from "@livetriage/triage-core";
import type { Owner } from "./socket.ts";

const PREFIX = "socket:[";
const INIT = 1;

/** Who holds which socket. */
export type OwnerIndex = ReadonlyMap<number, readonly Owner[]>;

/** Every descriptor that leads to a socket, by the socket's inode, the process that started first in front. */
export function indexOwners(processes: readonly ProcessFds[]): OwnerIndex {
  const index = new Map<number, Owner[]>();
  for (const process of processes.toSorted(byStart)) addOwners(index, process, null);
  return index;
}

/** Add the descriptors of a process, or of one of its threads. */
export function addOwners(index: Map<number, Owner[]>, process: ProcessFds, tid: number | null): void {
  const { pid, start_ticks, comm, uid } = process;
  for (const { fd, link } of process.fds) {
    if (!link.startsWith(PREFIX)) continue;
    const inode = Number(link.slice(PREFIX.length, -1));
    const owners = index.get(inode);
    const owner = { pid, start_ticks, comm, uid, fd, tid };
    if (owners === undefined) index.set(inode, [owner]);
    else owners.push(owner);
  }
}

/**
 * The owner that stands for all: the one that started first, since a worker or a shell inherits its socket from its
 * parent; pid 1 only where it is alone, since it holds the listeners of the services that it starts.
 */
export function mainOwner(owners: readonly Owner[]): Owner | null {
  return owners.find((owner) => owner.pid !== INIT) ?? owners[0] ?? null;
}

function byStart(a: ProcessFds, b: ProcessFds): number {
  return Number(a.start_ticks) - Number(b.start_ticks) || a.pid - b.pid;
}
