import type { Fact, FdTable, PhaseContext } from "@livetriage/triage-core";
import { blindnessOf } from "./blindness.ts";
import type { NoOwnerReason } from "./item/words.ts";
import { indexOwners, type OwnerIndex } from "./owners.ts";
import { readGone } from "./read-gone.ts";
import type { Namespace } from "./read-namespaces.ts";
import { readRest } from "./read-rest.ts";
import type { TableOptions } from "./read-sockets.ts";
import { type FoundSocket, isTimeWait, type Owner } from "./socket.ts";
import { strayFact } from "./stray-fact.ts";

/** Who owns a socket, or why nobody is shown to. */
export interface Ownership {
  readonly owners: readonly Owner[];
  readonly no_owner_reason: NoOwnerReason | null;
}

/** The ownership of every socket of a run, and the descriptor table that was read last. */
export interface Ownerships {
  of(socket: FoundSocket): Ownership;
  readonly table: FdTable;
  /** Descriptors that lead to no socket found, and evidence of what explained sockets without owner. */
  readonly facts: readonly Fact[];
}

/**
 * Find the owners of all sockets. Those without one are looked up in a second reading of their tables, for they may be
 * gone; if what could not be read explains some of the rest no better, all descriptors are walked again, for the first
 * walk may be older than the sockets. What then has no owner and is still there after the walk is looked for in places
 * that are seldom looked at.
 */
export async function readOwners(
  ctx: Pick<PhaseContext, "host" | "tables" | "facts">,
  found: ReadonlyMap<Namespace, readonly FoundSocket[]>,
  options: TableOptions,
): Promise<Ownerships> {
  const first = await ctx.tables.fds();
  const early = indexOwners(first.processes);
  const orphans = [...found.values()].flatMap((sockets) => sockets.filter((socket) => isOrphan(socket, early)));
  const gone = await readGone(ctx.host, new Set(orphans), found, options);
  const isExplained = blindnessOf(first, found.keys(), ctx.facts);
  const isSettled = orphans.every((socket) => gone.has(socket) || isExplained(socket) !== null);
  const stray = strayFact(early, found.values());
  const strays = stray === null ? [] : [stray];
  if (isSettled) return { of: (socket) => ownership(socket, [early], gone, isExplained), table: first, facts: strays };
  const table = await ctx.tables.fdsAgain();
  const late = indexOwners(table.processes);
  const blindness = blindnessOf(table, found.keys(), ctx.facts);
  const waiting = orphans.filter((socket) => isOrphan(socket, late) && !gone.has(socket) && blindness(socket) === null);
  const goneLater = await readGone(ctx.host, new Set(waiting), found, options);
  const open = waiting.filter((socket) => !goneLater.has(socket));
  const rest = await readRest(ctx, open, table);
  const allGone = new Set([...gone, ...goneLater]);
  const of = (socket: FoundSocket): Ownership =>
    ownership(socket, [early, late, rest.threads], allGone, (one) => blindness(one) ?? rest.reason(one));
  return { of, table, facts: [...strays, ...rest.facts] };
}

function ownership(
  socket: FoundSocket,
  indexes: readonly OwnerIndex[],
  gone: ReadonlySet<FoundSocket>,
  reasonOf: (socket: FoundSocket) => NoOwnerReason | null,
): Ownership {
  if (isKernels(socket)) return { owners: [], no_owner_reason: isTimeWait(socket) ? "time_wait" : "kernel" };
  const owners = indexes.map((index) => index.get(socket.row.inode)).find((found) => found !== undefined);
  if (owners !== undefined) return { owners, no_owner_reason: null };
  return { owners: [], no_owner_reason: gone.has(socket) ? "exited_during_scan" : (reasonOf(socket) ?? "unexplained") };
}

function isOrphan(socket: FoundSocket, index: OwnerIndex): boolean {
  return !isKernels(socket) && !index.has(socket.row.inode);
}

/** No file belongs to the socket, or it is the kernel's end of netlink. */
function isKernels({ family, row }: FoundSocket): boolean {
  return row.inode === 0 || (family === "netlink" && row.port_id === 0);
}
