import { type Fact, type FdTable, type TriageError, type Truncation, toTriageError } from "@livetriage/triage-core";
import { chooseNamespaces } from "./choose-namespaces.ts";
import { toOwned } from "./know.ts";
import type { Context } from "./params.ts";
import { type Namespace, readNamespaces } from "./read-namespaces.ts";
import { readOwners } from "./read-owners.ts";
import { type NamespaceSockets, readSockets } from "./read-sockets.ts";
import type { OwnedSocket } from "./socket.ts";

/** The sockets of a host with their owners, and what was lost on the way. */
export interface Gathered {
  readonly sockets: readonly OwnedSocket[];
  readonly namespaces: ReadonlyMap<Namespace, NamespaceSockets>;
  /** Inodes of all namespaces that a process is in, also of those not read. */
  readonly inhabited: ReadonlySet<string | null>;
  readonly table: FdTable;
  readonly facts: readonly Fact[];
  readonly errors: readonly TriageError[];
  readonly truncations: readonly Truncation[];
}

/** All sockets of all namespaces with their owners. The walk over all descriptors also tells the namespaces. */
export async function gather(ctx: Context): Promise<Gathered> {
  const options = { little_endian: ctx.facts.little_endian, maxBytes: ctx.caps.table_bytes };
  const { processes } = await ctx.tables.fds();
  const { namespaces, errors } = await readNamespaces(ctx.host, processes);
  const chosen = await chooseNamespaces(ctx.host, namespaces, ctx.caps.namespaces);
  const read = new Map<Namespace, NamespaceSockets>();
  for (const namespace of chosen.kept) read.set(namespace, await readSockets(ctx.host, namespace, options));
  const found = new Map([...read].map(([namespace, { sockets }]) => [namespace, sockets]));
  const ownerships = await readOwners(ctx, found, options);
  const tables = [...read.values()];
  return {
    sockets: tables.flatMap((one) => toOwned(one, ownerships)),
    namespaces: read,
    inhabited: new Set(namespaces.map(({ netns }) => netns)),
    table: ownerships.table,
    facts: ownerships.facts,
    errors: [...tableErrors(ownerships.table), ...errors, ...tables.flatMap((one) => one.errors)],
    truncations: [
      ...(chosen.truncation === null ? [] : [chosen.truncation]),
      ...tables.flatMap((one) => one.truncations),
      ...fdTruncation(ownerships.table),
    ],
  };
}

function tableErrors({ processes, errors }: FdTable): TriageError[] {
  const ofTable = errors.map((error) =>
    error.path === "/proc"
      ? toTriageError(error, { scope: "source", source: "/proc" })
      : toTriageError(error, { scope: "field", source: "/proc/[pid]/stat" }),
  );
  const ofProcesses = processes.flatMap(({ error }) => error ?? []);
  return [
    ...ofTable,
    ...ofProcesses.map((error) => toTriageError(error, { scope: "field", source: "/proc/[pid]/fd" })),
  ];
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
