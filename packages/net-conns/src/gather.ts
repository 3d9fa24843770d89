import { type FdTable, type TriageError, toTriageError, type Truncation } from "@livetriage/triage-core";
import { chooseNamespaces } from "./choose-namespaces.ts";
import { type Knowledge, type OwnedSocket, toKnown, toOwned } from "./know.ts";
import type { Context } from "./params.ts";
import { type Namespace, readNamespaces } from "./read-namespaces.ts";
import { readOwners } from "./read-owners.ts";
import { readArgv0, readPrograms } from "./read-processes.ts";
import { type NamespaceSockets, readSockets } from "./read-sockets.ts";
import { isRaw, type KnownSocket } from "./socket.ts";

/** What one run has learnt. */
export interface Gathered {
  readonly sockets: readonly KnownSocket[];
  readonly namespaces: ReadonlyMap<Namespace, NamespaceSockets>;
  /** Inodes of all namespaces that a process is in, also of those not read. */
  readonly inhabited: ReadonlySet<string | null>;
  readonly table: FdTable;
  readonly errors: readonly TriageError[];
  readonly truncations: readonly Truncation[];
}

/** All sockets of all namespaces with what can be known of each. */
export async function gather(ctx: Context): Promise<Gathered> {
  const options = { little_endian: ctx.facts.little_endian, maxBytes: ctx.caps.table_bytes };
  const first = await ctx.tables.fds();
  const { namespaces, errors } = await readNamespaces(ctx.host, first.processes);
  const chosen = chooseNamespaces(namespaces, ctx.caps.namespaces);
  const read = new Map<Namespace, NamespaceSockets>();
  for (const namespace of chosen.kept) read.set(namespace, await readSockets(ctx.host, namespace, options));
  const found = new Map([...read].map(([namespace, { sockets }]) => [namespace, sockets]));
  const ownerships = await readOwners(ctx, first, found, options);
  const owned = new Map([...read.values()].map((tables) => [tables, toOwned(tables.sockets, ownerships)]));
  const run = await readKnowledge(ctx, owned);
  const tables = [...read.values()];
  return {
    sockets: [...owned].flatMap(([ns, sockets]) => sockets.map((socket) => toKnown(socket, ns, run))),
    namespaces: read,
    inhabited: new Set(namespaces.map(({ netns }) => netns)),
    table: ownerships.table,
    errors: [...tableErrors(ownerships.table), ...errors, ...tables.flatMap((t) => t.errors), ...run.errors],
    truncations: [
      ...(chosen.truncation === null ? [] : [chosen.truncation]),
      ...tables.flatMap((t) => t.truncations),
      ...fdTruncation(ownerships.table),
    ],
  };
}

/** What the owners run; at `basic` only those of raw and packet sockets are asked. */
async function readKnowledge(
  ctx: Context,
  owned: ReadonlyMap<NamespaceSockets, readonly OwnedSocket[]>,
): Promise<Knowledge & { readonly errors: readonly TriageError[] }> {
  const all = [...owned.values()].flat();
  const rawOwners = all.filter(({ socket }) => isRaw(socket)).flatMap(({ process }) => process ?? []);
  const through = [...owned.keys()].flatMap((tables) => tables.through ?? []);
  const owners = all.flatMap(({ process }) => process ?? []);
  const programs = await readPrograms(ctx.host, ctx.params.detail === "basic" ? rawOwners : [...owners, ...through]);
  const argv0 = await readArgv0(ctx.host, rawOwners);
  return { programs, argv0, rowsByInode: countRows(all), errors: [...programs.errors, ...argv0.errors] };
}

function countRows(all: readonly OwnedSocket[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { socket } of all) counts.set(socket.row.inode, (counts.get(socket.row.inode) ?? 0) + 1);
  return counts;
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
