import type { FdTable, HostFacts, PhaseContext } from "@livetriage/triage-core";
import type { NoOwnerReason } from "./item/words.ts";
import { indexOwners, type OwnerIndex } from "./owners.ts";
import type { Namespace } from "./read-namespaces.ts";
import { readSockets, type TableOptions } from "./read-sockets.ts";
import { type FoundSocket, isTimeWait, type Owner } from "./socket.ts";

/** Inode of the first pid namespace. Source: PROC_PID_INIT_INO, include/linux/proc_ns.h */
const INITIAL_PID_NAMESPACE = "pid:[4026531836]";

/** Who owns a socket, or why nobody is shown to. */
export interface Ownership {
  readonly owners: readonly Owner[];
  readonly no_owner_reason: NoOwnerReason | null;
}

/** The ownership of every socket of a run, and the descriptor table that was read last. */
export interface Ownerships {
  of(socket: FoundSocket): Ownership;
  readonly table: FdTable;
}

/**
 * Find the owners of all sockets. Where the first walk over the descriptors shows none, they are walked again, then the
 * tables of sockets: a socket that came late has an owner now, one that is gone had its owner close it.
 */
export async function readOwners(
  ctx: Pick<PhaseContext, "host" | "tables" | "facts">,
  first: FdTable,
  found: ReadonlyMap<Namespace, readonly FoundSocket[]>,
  options: TableOptions,
): Promise<Ownerships> {
  const early = indexOwners(first.processes);
  const orphans = [...found].flatMap(([, sockets]) => sockets.filter((s) => isOrphan(s, early)));
  if (orphans.length === 0) return { of: (socket) => ownership(socket, early.get(socket.row.inode)), table: first };
  const table = await ctx.tables.fdsAgain();
  const late = indexOwners(table.processes);
  const still = new Set(orphans.filter((socket) => isOrphan(socket, late)));
  const gone = await readGone(ctx, still, found, options);
  const rest = await readReason(ctx, table);
  const of = (socket: FoundSocket): Ownership => {
    const { inode } = socket.row;
    return ownership(socket, early.get(inode) ?? late.get(inode), gone.has(socket) ? "exited_during_scan" : rest);
  };
  return { of, table };
}

function isOrphan(socket: FoundSocket, index: OwnerIndex): boolean {
  return !isKernels(socket) && !index.has(socket.row.inode);
}

/** No file belongs to the socket, or it is the kernel's end of netlink. */
function isKernels({ family, row }: FoundSocket): boolean {
  return row.inode === 0 || (family === "netlink" && row.port_id === 0);
}

function ownership(
  socket: FoundSocket,
  owners: readonly Owner[] = [],
  reason: NoOwnerReason = "unexplained",
): Ownership {
  if (isKernels(socket)) return { owners: [], no_owner_reason: isTimeWait(socket) ? "time_wait" : "kernel" };
  return owners.length > 0 ? { owners, no_owner_reason: null } : { owners, no_owner_reason: reason };
}

/** Which of the sockets a second reading of their tables does not show. */
async function readGone(
  ctx: Pick<PhaseContext, "host">,
  orphans: ReadonlySet<FoundSocket>,
  found: ReadonlyMap<Namespace, readonly FoundSocket[]>,
  options: TableOptions,
): Promise<ReadonlySet<FoundSocket>> {
  const gone = new Set<FoundSocket>();
  for (const [namespace, sockets] of found) {
    const suspects = sockets.filter((socket) => orphans.has(socket));
    if (suspects.length === 0) continue;
    const again = await readSockets(ctx.host, namespace, options);
    if (again.errors.some(({ kind }) => kind !== "unsupported")) continue;
    const present = new Set(again.sockets.map(identity));
    for (const socket of suspects) if (!present.has(identity(socket))) gone.add(socket);
  }
  return gone;
}

/** Equal for two sightings of one socket, whatever its state. */
function identity({ family, protocol, row }: FoundSocket): string {
  const ends = family === "inet" ? `${row.local}:${row.local_port} ${row.remote}:${row.remote_port}` : "";
  return `${protocol} ${row.inode} ${ends}`;
}

/** What explains a socket that is there and has no owner, as far as what could not be seen explains it. */
async function readReason(ctx: Pick<PhaseContext, "host" | "facts">, table: FdTable): Promise<NoOwnerReason> {
  const errors = [...table.errors, ...table.processes.flatMap(({ error }) => error ?? [])];
  const isDenied = errors.some(({ errno }) => errno === "EACCES" || errno === "EPERM");
  if (isDenied || hidesProcesses(ctx.facts)) return "no_permission";
  const isGone = ({ errno }: { errno: string }): boolean => ["ENOENT", "ESRCH", "VANISHED"].includes(errno);
  if (errors.some((error) => !isGone(error)) || table.processes.some(({ dropped }) => dropped > 0)) return "not_read";
  const link = await ctx.host.readLink("/proc/self/ns/pid");
  return link.ok && link.value !== INITIAL_PID_NAMESPACE ? "other_namespace" : "unexplained";
}

/** A /proc that hides the processes of others from who is not root. Source: proc(5), hidepid */
function hidesProcesses({ effective_uid, mounts }: HostFacts): boolean {
  if (effective_uid === 0) return false;
  const proc = mounts.find(({ mount_point, fs_type }) => mount_point === "/proc" && fs_type === "proc");
  return /\bhidepid=(?!0\b|off\b)/.test(`${proc?.options},${proc?.super_options}`);
}
