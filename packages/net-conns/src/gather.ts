import { type FdTable, type TriageError, toTriageError, type Truncation } from "@livetriage/triage-core";
import { directionsOf } from "./direction.ts";
import { mainOwner } from "./owners.ts";
import type { Context } from "./params.ts";
import { readExes } from "./read-exes.ts";
import { type Namespace, readNamespaces } from "./read-namespaces.ts";
import { type Ownerships, readOwners } from "./read-owners.ts";
import { type NamespaceSockets, readSockets } from "./read-sockets.ts";
import type { FoundSocket, KnownSocket } from "./socket.ts";

/** What one run has learnt. */
export interface Gathered {
  readonly sockets: readonly KnownSocket[];
  readonly namespaces: ReadonlyMap<Namespace, NamespaceSockets>;
  readonly errors: readonly TriageError[];
  readonly truncations: readonly Truncation[];
}

/** All sockets of all namespaces with what can be known of each. */
export async function gather(ctx: Context): Promise<Gathered> {
  const options = { little_endian: ctx.facts.little_endian, maxBytes: ctx.caps.table_bytes };
  const first = await ctx.tables.fds();
  const pids = first.processes.map(({ pid }) => pid);
  const { namespaces, errors } = await readNamespaces(ctx.host, pids);
  const read = new Map<Namespace, NamespaceSockets>();
  for (const namespace of namespaces) read.set(namespace, await readSockets(ctx.host, namespace, options));
  const found = new Map([...read].map(([namespace, { sockets }]) => [namespace, sockets]));
  const ownerships = await readOwners(ctx, first, found, options);
  const known = [...found.values()].flatMap((sockets) => toKnown(sockets, ownerships));
  const owners = known.flatMap(({ process }) => process ?? []);
  const exes = await readExes(ctx.host, ctx.params.detail === "basic" ? [] : owners);
  const tables = [...read.values()];
  return {
    sockets: known.map((socket) => ({ ...socket, process_exe: exes.of(socket.process) })),
    namespaces: read,
    errors: [...tableErrors(ownerships.table), ...errors, ...tables.flatMap((t) => t.errors), ...exes.errors],
    truncations: [...tables.flatMap((t) => t.truncations), ...fdTruncation(ownerships.table)],
  };
}

function toKnown(sockets: readonly FoundSocket[], ownerships: Ownerships): Omit<KnownSocket, "process_exe">[] {
  const directionOf = directionsOf(sockets);
  return sockets.map((socket) => {
    const { owners, no_owner_reason } = ownerships.of(socket);
    return { ...socket, direction: directionOf(socket), owners, process: mainOwner(owners), no_owner_reason };
  });
}

function tableErrors({ processes, errors }: FdTable): TriageError[] {
  const ofProcesses = processes.flatMap(({ error }) => error ?? []);
  const toError = (source: string) => (error: (typeof errors)[number]) =>
    toTriageError(error, { scope: "field", source });
  return [...errors.map(toError("/proc/[pid]/stat")), ...ofProcesses.map(toError("/proc/[pid]/fd"))];
}

/** Descriptors that the table of the run left out: what they lead to has one owner less. */
function fdTruncation({ processes }: FdTable): Truncation[] {
  const cut = processes.filter(({ dropped }) => dropped > 0);
  if (cut.length === 0) return [];
  const dropped = cut.reduce((sum, process) => sum + process.dropped, 0);
  const limit = Math.max(...cut.map(({ fds }) => fds.length));
  const source = "/proc/[pid]/fd";
  const groups: Truncation["groups"] = [];
  return [{ cap: "fds", limit, unit: "links", source, dropped, dropped_is: "exact", kept: "first read", groups }];
}
