import {
  CONTAINER_FILES,
  definePhase,
  fitItems,
  PACKAGE_FILES,
  type PhaseEvent,
  type TriageError,
  type Truncation,
} from "@livetriage/triage-core";
import { type Gathered, gather } from "./gather.ts";
import { LEVELS, type NetworkConnection, networkConnectionSchema } from "./item.ts";
import { namespaceFacts } from "./namespace-facts.ts";
import { type ConnectionCaps, type ConnectionParams, type Context, caps, paramsSchema } from "./params.ts";
import { selectSockets } from "./select.ts";
import type { KnownSocket } from "./socket.ts";
import { TABLES } from "./tables.ts";
import { toIndex } from "./to-index.ts";
import { toItem } from "./to-item.ts";

/** The sockets of every network namespace that a process is in, with all their owners. */
export const netConns = definePhase<NetworkConnection, ConnectionCaps, ConnectionParams>({
  contract: 1,
  name: "net-conns",
  version: "0.1.0",
  schemaVersion: 1,
  doc: "Sockets of every network namespace that a process is in, with all their owners.",
  itemName: "NetworkConnection",
  item: networkConnectionSchema,
  params: paramsSchema,
  caps,
  reads: [
    "/proc/[pid]",
    "/proc/[pid]/{stat,status,fd,exe,cgroup,cmdline}",
    "/proc/[pid]/ns/net",
    "/proc/[pid]/task/[tid]",
    "/proc/[pid]/task/[tid]/{stat,fd}",
    "/proc/self/ns/pid",
    ...PACKAGE_FILES,
    ...CONTAINER_FILES,
    "/sys/class/net/*",
    "/sys/class/net/*/uevent",
    `/proc/[pid]/net/{${TABLES.map(({ name }) => name).join(",")},igmp}`,
  ],
  wantsFds: true,
  run,
});

async function* run(ctx: Context): AsyncGenerator<PhaseEvent<NetworkConnection>> {
  const gathered = await gather(ctx);
  for (const error of gathered.errors) yield { kind: "error", error };
  const failure = failureOf(gathered);
  if (failure !== null) yield { kind: "error", error: failure };
  for (const fact of [...namespaceFacts(gathered, ctx.facts), ...gathered.facts]) yield { kind: "fact", fact };
  const { kept, truncations, errors } = await selectSockets(ctx, gathered.sockets);
  for (const error of errors) yield { kind: "error", error };
  const options = { detail: ctx.params.detail, owners: ctx.caps.owners, facts: ctx.facts };
  const { items, truncations: fitting } = fitItems(
    kept.map((socket) => toItem(socket, options)),
    { bytes: ctx.caps.bytes, shrink: ["owners", "process_exe", "path"], levels: LEVELS, toIndex },
  );
  const cuts = [...gathered.truncations, ...truncations, ownersTruncation(kept, ctx.caps.owners), ...fitting];
  for (const cut of cuts) if (cut !== null) yield { kind: "truncation", truncation: cut };
  for (const item of items) yield { kind: "item", item };
}

/** The phase failed when no table of any namespace could be read: its first error says why. */
function failureOf({ namespaces, errors }: Gathered): TriageError | null {
  if ([...namespaces.values()].some(({ tables }) => tables > 0)) return null;
  const first = errors.find(({ kind }) => kind !== "vanished");
  const why =
    first === undefined ? ({ kind: "io", errno: "ENOENT" } as const) : { kind: first.kind, errno: first.errno };
  return { ...why, scope: "phase", source: "/proc/[pid]/net", message: "No table of sockets could be read." };
}

/** Owners that the lists of the kept sockets leave out. */
function ownersTruncation(sockets: readonly KnownSocket[], limit: number): Truncation | null {
  const dropped = sockets.reduce((sum, { owners }) => sum + Math.max(0, owners.length - limit), 0);
  if (dropped === 0) return null;
  const source = "/proc/[pid]/fd";
  return {
    cap: "owners",
    limit,
    unit: "entries",
    source,
    dropped,
    dropped_is: "exact",
    kept: "first started",
    groups: [],
  };
}
