import {
  askAhead,
  type HostReader,
  type Links,
  type ProcessFds,
  type ReadPart,
  type Result,
} from "@livetriage/triage-core";
import { addOwners, type OwnerIndex } from "./owners.ts";
import type { Owner } from "./socket.ts";

/** Threads whose descriptors are looked at, those of each process in turn. */
const MOST_THREADS = 2048;
const MOST_OF_ONE = 256;
const FDS: readonly ReadPart[] = [{ links: "fd", maxEntries: 65_536 }];

/**
 * Sockets that threads hold in descriptor tables of their own: `/proc/[pid]/fd` shows that of the main thread only.
 *
 * Source: unshare(2), CLONE_FILES
 */
export async function readThreadOwners(host: HostReader, processes: readonly ProcessFds[]): Promise<OwnerIndex> {
  const threads: { readonly process: ProcessFds; readonly tid: number }[] = [];
  let i = 0;
  for await (const list of askAhead(processes, ({ pid }) =>
    host.list(`/proc/${pid}/task`, { maxEntries: MOST_OF_ONE }),
  )) {
    const process = processes[i++] as ProcessFds;
    const tids = list.ok ? list.value.entries.map(({ name }) => Number(name)) : [];
    for (const tid of tids) if (tid !== process.pid) threads.push({ process, tid });
  }
  const index = new Map<number, Owner[]>();
  const asked = threads.slice(0, MOST_THREADS);
  let k = 0;
  for await (const set of askAhead(asked, ({ process, tid }) =>
    host.readSet(`/proc/${process.pid}/task/${tid}`, FDS),
  )) {
    const { process, tid } = asked[k++] as (typeof asked)[number];
    const links = set.ok ? (set.value.parts[0] as Result<Links>) : set;
    if (!links.ok) continue;
    const fds = links.value.links.map(({ name, link }) => ({ fd: Number(name), link }));
    addOwners(index, { ...process, fds }, tid);
  }
  return index;
}
