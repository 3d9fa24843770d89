import { putBytes, textOf } from "@livetriage/triage-core/text";
import type { NetworkConnection } from "./item.ts";
import { protocolName, socketType, tcpState, unixState } from "./kernel-names.ts";
import { formatAddress, scopeOf } from "./parse/address.ts";
import type { InetRow } from "./parse/net-tcp.ts";
import type { UnixRow } from "./parse/net-unix.ts";
import type { FoundSocket } from "./socket.ts";

/** Put state and places of a socket, and what its family has instead of addresses, into an item that has none of them. */
export function putPlace(item: NetworkConnection, { family, protocol, row }: FoundSocket): void {
  if (family === "inet") {
    putAddresses(item, row);
    if (protocol.startsWith("raw")) putProtocol(item, "raw", row.local_port);
  } else if (family === "unix") {
    putUnix(item, row);
  } else {
    putProtocol(item, family, row.protocol);
    if (family === "packet") {
      item.socket_type = socketType(row.type);
      item.interface_index = row.interface_index;
    } else {
      item.port_id = row.port_id;
      item.groups = row.groups.toString(16).padStart(8, "0");
    }
  }
}

function putAddresses(item: NetworkConnection, row: InetRow): void {
  item.state = tcpState(row.state);
  item.local_address = formatAddress(row.local);
  item.local_port = row.local_port;
  item.remote_address = formatAddress(row.remote);
  item.remote_port = row.remote_port;
  item.remote_scope = scopeOf(row.remote);
}

function putUnix(item: NetworkConnection, { accepts, state, type, path }: UnixRow): void {
  item.state = accepts ? "LISTEN" : unixState(state);
  item.socket_type = socketType(type);
  item.path = textOf(path);
  putBytes(item, "path", path);
}

function putProtocol(item: NetworkConnection, family: "raw" | "packet" | "netlink", number: number): void {
  item.protocol_number = number;
  item.protocol_name = protocolName(family, number);
}
