import type { HostReader } from "@livetriage/triage-core";
import type { Namespace } from "./read-namespaces.ts";
import { readSockets, type TableOptions } from "./read-sockets.ts";
import type { FoundSocket } from "./socket.ts";

/** Which of the suspects a second reading of their tables does not show. */
export async function readGone(
  host: HostReader,
  suspects: ReadonlySet<FoundSocket>,
  found: ReadonlyMap<Namespace, readonly FoundSocket[]>,
  options: TableOptions,
): Promise<ReadonlySet<FoundSocket>> {
  const gone = new Set<FoundSocket>();
  for (const [namespace, sockets] of found) {
    const here = sockets.filter((socket) => suspects.has(socket));
    if (here.length === 0) continue;
    const tables = new Set(here.map(({ protocol }) => protocol));
    const again = await readSockets(host, namespace, { ...options, tables });
    if (again.tables < tables.size) continue;
    const present = new Set(again.sockets.map(identity));
    for (const socket of here) if (!present.has(identity(socket))) gone.add(socket);
  }
  return gone;
}

/** Equal for two sightings of one socket, whatever its state. */
function identity({ family, protocol, row }: FoundSocket): string {
  const ends = family === "inet" ? `${row.local}:${row.local_port} ${row.remote}:${row.remote_port}` : "";
  return `${protocol} ${row.inode} ${ends}`;
}
