import {
  type FileBytes,
  type HostError,
  type HostReader,
  type Result,
  type TriageError,
  type Truncation,
  toTriageError,
} from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { parseNetIgmp } from "./parse/net-igmp.ts";
import { inodeOf, type Namespace } from "./read-namespaces.ts";
import type { FoundSocket } from "./socket.ts";
import { type SocketTable, TABLES } from "./tables.ts";

/** Processes of a namespace that are tried before it is given up. */
const MAX_TRIES = 8;
const USUAL_BYTES = 65_536;
const INTERFACE_BYTES = 1_048_576;

/** The sockets of one namespace, and what was lost on the way. */
export interface NamespaceSockets {
  readonly sockets: readonly FoundSocket[];
  /** The process through which they were read, null when there was none. */
  readonly through: number | null;
  /** Names of interfaces by index; empty when no socket is bound to one. */
  readonly interfaces: ReadonlyMap<number, LosslessString>;
  /** How many tables could be read. */
  readonly tables: number;
  readonly errors: readonly TriageError[];
  readonly truncations: readonly Truncation[];
}

/** How the tables are to be read. */
export interface TableOptions {
  readonly little_endian: boolean;
  /** Most bytes of one table. */
  readonly maxBytes: number;
  /** Only these tables. */
  readonly tables?: ReadonlySet<string>;
}

/**
 * Read every table of a namespace through one of its processes; when that one ended or moved to another namespace, through the next.
 *
 * Source: proc_pid_net(5)
 */
export async function readSockets(
  host: HostReader,
  namespace: Namespace,
  options: TableOptions,
): Promise<NamespaceSockets> {
  const tables = TABLES.filter(({ name }) => options.tables?.has(name) ?? true);
  let why: HostError | null = null;
  for (const pid of namespace.pids.slice(0, MAX_TRIES)) {
    const before = host.readLink(`/proc/${pid}/ns/net`);
    const asked = tables.map(({ name }) => readTable(host, `/proc/${pid}/net/${name}`, options.maxBytes));
    const files = await Promise.all(asked);
    const after = host.readLink(`/proc/${pid}/ns/net`);
    why = moved(namespace, [await before, await after], pid);
    if (why !== null) continue;
    const read = toSockets(namespace, tables, files, options);
    return { ...read, through: pid, interfaces: await readInterfaces(host, pid, read.sockets) };
  }
  const errors = why === null ? [] : [toTriageError(why, { scope: "source", source: "/proc/[pid]/net" })];
  return { sockets: [], through: null, interfaces: new Map(), tables: 0, errors, truncations: [] };
}

/** Names of interfaces, asked for only where a packet socket is bound to one. */
async function readInterfaces(
  host: HostReader,
  pid: number,
  sockets: readonly FoundSocket[],
): Promise<ReadonlyMap<number, LosslessString>> {
  if (!sockets.some(({ family, row }) => family === "packet" && row.interface_index > 0)) return new Map();
  const file = await host.readFile(`/proc/${pid}/net/igmp`, { maxBytes: INTERFACE_BYTES });
  return file.ok ? parseNetIgmp(file.value.bytes) : new Map();
}

/** Why a process no longer stands for the namespace; null while it does. */
function moved(namespace: Namespace, links: readonly Result<string>[], pid: number): HostError | null {
  for (const link of links) {
    if (!link.ok && (namespace.netns !== null || link.error.errno === "SKIPPED")) return link.error;
    if (link.ok && inodeOf(link.value) !== namespace.netns) {
      return { op: "readlink", path: `/proc/${pid}/ns/net`, errno: "VANISHED" };
    }
  }
  return null;
}

/** A table is small on most hosts: asking for little lets the asks for all of them go out at once. */
async function readTable(host: HostReader, path: string, maxBytes: number): Promise<Result<FileBytes>> {
  const start = await host.readFile(path, { maxBytes: Math.min(maxBytes, USUAL_BYTES) });
  const isWhole = !start.ok || !start.value.more || maxBytes <= USUAL_BYTES;
  return isWhole ? start : host.readFile(path, { maxBytes });
}

function toSockets(
  { netns }: Namespace,
  asked: readonly SocketTable[],
  files: readonly Result<FileBytes>[],
  options: TableOptions,
): Omit<NamespaceSockets, "through" | "interfaces"> {
  const sockets: FoundSocket[] = [];
  const errors: TriageError[] = [];
  const truncations: Truncation[] = [];
  for (const [i, table] of asked.entries()) {
    const file = files[i] as Result<FileBytes>;
    const source = `/proc/[pid]/net/${table.name}`;
    if (!file.ok) {
      errors.push(toTriageError(file.error, { scope: "source", source, ...unsupported(file.error, table) }));
      continue;
    }
    const { bytes, more } = file.value;
    const { rows, malformed } = table.parse(more ? wholeLines(bytes) : bytes, options);
    for (const row of rows) sockets.push({ family: table.family, row, protocol: table.name, netns } as FoundSocket);
    if (malformed > 0) errors.push(malformedLines(source, malformed));
    if (more) truncations.push(cutTable(source, options.maxBytes));
  }
  const tables = files.filter(({ ok }) => ok).length;
  return { sockets, tables, errors, truncations };
}

function unsupported({ errno }: HostError, { optional }: SocketTable): { kind?: "unsupported" } {
  return errno === "ENOENT" && optional ? { kind: "unsupported" } : {};
}

function malformedLines(source: string, count: number): TriageError {
  return { kind: "malformed", scope: "item", source, message: `${count} lines were not in the table's form.` };
}

/** A table that was cut ends in the middle of a line. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
}

function cutTable(source: string, limit: number): Truncation {
  const groups: Truncation["groups"] = [];
  return {
    cap: "table_bytes",
    limit,
    unit: "bytes",
    source,
    dropped: 1,
    dropped_is: "at-least",
    kept: "first read",
    groups,
  };
}
