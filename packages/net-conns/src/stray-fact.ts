import type { Fact } from "@livetriage/triage-core";
import { toText } from "@livetriage/triage-core/text";
import type { OwnerIndex } from "./owners.ts";
import type { FoundSocket } from "./socket.ts";

const EXAMPLES = 8;

/**
 * Descriptors that lead to sockets of no table: of families without one (vsock, SCTP), neither bound nor connected,
 * opened since the tables were read, or of a namespace that no process is in.
 */
export function strayFact(index: OwnerIndex, found: Iterable<readonly FoundSocket[]>): Fact | null {
  const listed = new Set([...found].flatMap((sockets) => sockets.map(({ row }) => row.inode)));
  const strays = [...index].filter(([inode]) => !listed.has(inode)).map(([, owners]) => owners);
  if (strays.length === 0) return null;
  const examples = strays.slice(0, EXAMPLES).flatMap(([first]) => first ?? []);
  const value = examples.map(({ pid, comm, fd }) => `${toText(comm).text}[${pid}] fd ${fd}`).join(", ");
  return { id: "socket_in_no_table", source: "/proc/[pid]/fd", value, count: strays.length };
}
