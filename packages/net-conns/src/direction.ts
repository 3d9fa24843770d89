import type { Direction } from "./item.ts";
import { isV4Mapped, scopeOf } from "./parse/address.ts";
import type { HexAddress, InetRow } from "./parse/net-tcp.ts";
import type { FoundSocket } from "./socket.ts";

const CLOSE = 7;
const LISTEN = 10;
const ANY = "any";

/** Tells the direction of the sockets of one namespace. */
export type DirectionOf = (socket: FoundSocket) => Direction;

/** Learn what a namespace listens on, then tell the direction of each of its sockets. */
export function directionsOf(sockets: readonly FoundSocket[]): DirectionOf {
  const listeners = new Set<string>();
  for (const socket of sockets) {
    if (!isListening(socket)) continue;
    const address = scopeOf(socket.row.local) === "unspecified" ? ANY : plain(socket.row.local);
    listeners.add(place(socket, address));
  }
  return (socket) => {
    if (isListening(socket)) return "listening";
    if (!isConnected(socket.row)) return "unknown";
    if (scopeOf(socket.row.remote) === "loopback" || socket.row.local === socket.row.remote) return "local";
    const accepted = listeners.has(place(socket, ANY)) || listeners.has(place(socket, plain(socket.row.local)));
    return accepted ? "inbound" : "outbound";
  };
}

/** LISTEN, or a datagram socket that takes packets from anyone. */
function isListening({ protocol, row }: FoundSocket): boolean {
  if (protocol.startsWith("tcp")) return row.state === LISTEN;
  return row.state === CLOSE && !isConnected(row);
}

function isConnected(row: InetRow): boolean {
  return row.remote_port !== 0 || scopeOf(row.remote) !== "unspecified";
}

function place({ protocol, row }: FoundSocket, address: string): string {
  return `${protocol.slice(0, 3)} ${row.local_port} ${address}`;
}

/** An IPv4 address is the same place in both families. */
function plain(address: HexAddress): HexAddress {
  return isV4Mapped(address) ? address.slice(-8) : address;
}
