import {
  type FileBytes,
  type HostError,
  type HostReader,
  type Result,
  type TriageError,
  type Truncation,
  toTriageError,
} from "@livetriage/triage-core";
import { parseNetTcp } from "./parse/net-tcp.ts";
import { inodeOf, type Namespace } from "./read-namespaces.ts";
import { type FoundSocket, PROTOCOLS, type Protocol } from "./socket.ts";

/** Processes of a namespace that are tried before it is given up. */
const MAX_TRIES = 8;

/** The sockets of one namespace, and what was lost on the way. */
export interface NamespaceSockets {
  readonly sockets: readonly FoundSocket[];
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
  let why: HostError | null = null;
  for (const pid of namespace.pids.slice(0, MAX_TRIES)) {
    const before = host.readLink(`/proc/${pid}/ns/net`);
    const tables = PROTOCOLS.map((name) => host.readFile(`/proc/${pid}/net/${name}`, { maxBytes: options.maxBytes }));
    const after = host.readLink(`/proc/${pid}/ns/net`);
    const files = await Promise.all(tables);
    why = moved(namespace, [await before, await after], pid);
    if (why === null) return toSockets(namespace, files, options);
  }
  const source = "/proc/[pid]/net";
  return {
    sockets: [],
    tables: 0,
    errors: why === null ? [] : [toTriageError(why, { scope: "source", source })],
    truncations: [],
  };
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

function toSockets({ netns }: Namespace, files: readonly Result<FileBytes>[], options: TableOptions): NamespaceSockets {
  const sockets: FoundSocket[] = [];
  const errors: TriageError[] = [];
  const truncations: Truncation[] = [];
  for (const [i, protocol] of PROTOCOLS.entries()) {
    const file = files[i] as Result<FileBytes>;
    const source = `/proc/[pid]/net/${protocol}`;
    if (!file.ok) {
      errors.push(toTriageError(file.error, { scope: "source", source, ...unsupported(file.error, protocol) }));
      continue;
    }
    const { bytes, more } = file.value;
    const { rows, malformed } = parseNetTcp(more ? wholeLines(bytes) : bytes, options);
    for (const row of rows) sockets.push({ protocol, netns, row });
    if (malformed > 0) errors.push(malformedLines(source, malformed));
    if (more) truncations.push(cutTable(source, options.maxBytes));
  }
  const tables = files.filter(({ ok }) => ok).length;
  return { sockets, tables, errors, truncations };
}

/** A kernel without IPv6 has no table of it. */
function unsupported({ errno }: HostError, protocol: Protocol): { kind?: "unsupported" } {
  return errno === "ENOENT" && protocol.endsWith("6") ? { kind: "unsupported" } : {};
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
