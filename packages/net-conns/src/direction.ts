import type { Direction } from "./item/words.ts";
import { isV4Mapped, scopeOf } from "./parse/address.ts";
import type { HexAddress, InetRow } from "./parse/net-tcp.ts";
import type { UnixRow } from "./parse/net-unix.ts";
import type { FoundSocket } from "./socket.ts";

const CLOSE = 7;
const LISTEN = 10;
const SS_UNCONNECTED = 1;
const SOCK_DGRAM = 2;
const ANY = "any";

/** Tells the direction of the sockets of one namespace. */
export type DirectionOf = (socket: FoundSocket) => Direction;

/** Learn what a namespace listens on, then tell the direction of each of its sockets. */
export function directionsOf(sockets: readonly FoundSocket[]): DirectionOf {
  const listeners = new Set<string>();
  for (const { family, protocol, row } of sockets) {
    if (family !== "inet" || !isListening(protocol, row)) continue;
    listeners.add(place(protocol, row, scopeOf(row.local) === "unspecified" ? ANY : plain(row.local)));
  }
  return ({ family, protocol, row }) => {
    if (family === "inet") return directionOfInet(protocol, row, listeners);
    if (family === "unix") return directionOfUnix(row);
    return family === "packet" ? "listening" : "local";
  };
}

function directionOfInet(protocol: string, row: InetRow, listeners: ReadonlySet<string>): Direction {
  if (isListening(protocol, row)) return "listening";
  if (!isConnected(row)) return "unknown";
  if (scopeOf(row.remote) === "loopback" || row.local === row.remote) return "local";
  const isAccepted = listeners.has(place(protocol, row, ANY)) || listeners.has(place(protocol, row, plain(row.local)));
  return isAccepted ? "inbound" : "outbound";
}

/** A datagram socket with a name takes messages from anyone who may open it. */
function directionOfUnix({ accepts, state, type, path }: UnixRow): Direction {
  if (accepts || (type === SOCK_DGRAM && state === SS_UNCONNECTED && path !== null)) return "listening";
  return state === SS_UNCONNECTED ? "unknown" : "local";
}

/** LISTEN, or a datagram socket that takes packets from anyone; an ICMP one takes only answers to its own. */
function isListening(protocol: string, row: InetRow): boolean {
  if (protocol.startsWith("tcp")) return row.state === LISTEN;
  return row.state === CLOSE && !protocol.startsWith("icmp") && !isConnected(row);
}

function isConnected(row: InetRow): boolean {
  return row.remote_port !== 0 || scopeOf(row.remote) !== "unspecified";
}

/** Listeners of IPv6 accept IPv4 too, so that both families share their places. */
function place(protocol: string, row: InetRow, address: string): string {
  return `${protocol.replace("6", "")} ${row.local_port} ${address}`;
}

/** An IPv4 address is the same place in both families. */
function plain(address: HexAddress): HexAddress {
  return isV4Mapped(address) ? address.slice(-8) : address;
}
