import { decodeLossless } from "@livetriage/triage-core/text";
import { fieldGap, type Gathering } from "./gathering.ts";
import { type InetSocket, parseInet, parsePacketInodes } from "./parse/inet.ts";
import type { Process } from "./process.ts";

const MAX_BYTES = 16_777_216;
const CONNECTIONS = ["tcp", "tcp6", "udp", "udp6"] as const;
const RAW = ["raw", "raw6"] as const;

/** What the network tables say of the sockets that processes hold, by inode. */
export interface SocketFacts {
  readonly inet: ReadonlyMap<string, InetSocket>;
  readonly raw: ReadonlySet<string>;
  readonly packet: ReadonlySet<string>;
}

/**
 * Look up sockets in the tables of every network namespace that has them, each read once through one of its processes:
 * raw and packet sockets always, the others only where `isAsked` holds for a process.
 */
export async function readSocketTables(
  run: Gathering,
  processes: readonly Process[],
  isAsked: (process: Process) => boolean,
): Promise<SocketFacts> {
  const inet = new Map<string, InetSocket>();
  const raw = new Set<string>();
  const packet = new Set<string>();
  const holders = processes.filter(({ fds, netNamespace }) => (fds?.sockets ?? 0) > 0 && netNamespace !== null);
  for (const members of Map.groupBy(holders, ({ netNamespace }) => netNamespace).values()) {
    const pid = (members[0] as Process).pid;
    const wanted = new Set(members.filter(isAsked).flatMap(({ fds }) => [...(fds?.socketInodes.values() ?? [])]));
    const readAll = (names: readonly string[]) => Promise.all(names.map((name) => readTable(run, pid, name)));
    const [connections, rawTables, packets] = await Promise.all([
      readAll(wanted.size === 0 ? [] : CONNECTIONS),
      readAll(RAW),
      readTable(run, pid, "packet"),
    ]);
    for (const { inode } of rawTables.flatMap((table) => parseInet(table, run.facts.little_endian))) raw.add(inode);
    for (const inode of parsePacketInodes(packets)) packet.add(inode);
    for (const table of connections) {
      for (const socket of parseInet(table, run.facts.little_endian, wanted)) inet.set(socket.inode, socket);
    }
  }
  return { inet, raw, packet };
}

/** The text of a table; empty when the kernel lacks it or it cannot be read. */
async function readTable(run: Gathering, pid: number, name: string): Promise<string> {
  const file = await run.host.readFile(`/proc/${pid}/net/${name}`, { maxBytes: MAX_BYTES });
  if (file.ok) return decodeLossless(file.value.bytes);
  if (file.error.errno !== "ENOENT") fieldGap(run, file.error, `/proc/[pid]/net/${name}`);
  return "";
}
