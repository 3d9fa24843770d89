import type { Table } from "./parse/columns.ts";
import { parseNetNetlink } from "./parse/net-netlink.ts";
import { parseNetPacket } from "./parse/net-packet.ts";
import { parseNetTcp } from "./parse/net-tcp.ts";
import { parseNetUnix } from "./parse/net-unix.ts";
import type { SocketRow } from "./socket.ts";

type Facts = { readonly little_endian: boolean };

/** A kernel table of sockets: how its file in `/proc/[pid]/net` becomes rows. */
export type SocketTable = {
  readonly name: string;
  /** Kernels may be built without it, or have its module not loaded. */
  readonly optional: boolean;
} & { readonly [Family in SocketRow["family"]]: TableOf<Family> }[SocketRow["family"]];

interface TableOf<Family extends SocketRow["family"]> {
  readonly family: Family;
  parse(bytes: Uint8Array, facts: Facts): Table<Extract<SocketRow, { family: Family }>["row"]>;
}

const inet = (name: string, optional: boolean): SocketTable => ({ name, optional, family: "inet", parse: parseNetTcp });

/** Every table that is read, in the order of the document. */
export const TABLES: readonly SocketTable[] = [
  inet("tcp", false),
  inet("tcp6", true),
  inet("udp", false),
  inet("udp6", true),
  inet("udplite", true),
  inet("udplite6", true),
  inet("raw", true),
  inet("raw6", true),
  inet("icmp", true),
  inet("icmp6", true),
  { name: "packet", optional: true, family: "packet", parse: parseNetPacket },
  { name: "unix", optional: true, family: "unix", parse: parseNetUnix },
  { name: "netlink", optional: true, family: "netlink", parse: parseNetNetlink },
];
