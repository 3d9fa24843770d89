import { type Kept, keepByStrata } from "@livetriage/triage-core";
import { formatAddress, networkOf } from "./parse/address.ts";
import type { KnownSocket } from "./socket.ts";

const TIME_WAIT = 6;

/** Class of a socket where a cap must cut; 0 is kept first. */
export function classOf({ direction, row, no_owner_reason }: KnownSocket): number {
  if (direction === "listening" || no_owner_reason === "unexplained") return 0;
  if (row.state === TIME_WAIT) return 3;
  return direction === "inbound" || direction === "local" ? 2 : 1;
}

/** Keep at most `limit` sockets, some of every kind: of a program, a direction and a remote network in a namespace. */
export function keepSockets(sockets: readonly KnownSocket[], limit: number): Kept<KnownSocket> {
  return keepByStrata(sockets, {
    limit,
    classOf,
    stratumOf: ({ netns, process_exe, process, direction, row }) =>
      `${netns} ${process_exe ?? process?.comm} ${direction} ${networkOf(row.remote)}`,
    holderOf: ({ row }) => String(row.uid),
    groupOf,
  });
}

/** Inbound is counted by what it reached and where it came from, the rest by its program and where it goes. */
function groupOf({ protocol, direction, process, row }: KnownSocket): string {
  const state = row.state === TIME_WAIT ? "TIME_WAIT " : "";
  const local = `${formatAddress(row.local)} port ${row.local_port}`;
  if (direction === "inbound") return `${state}inbound ${protocol} ${local} from ${networkOf(row.remote)}`;
  return `${state}${direction} ${protocol} ${process?.comm ?? "no owner"} to ${networkOf(row.remote)}`;
}
