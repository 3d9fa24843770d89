import { textField } from "@livetriage/triage-core/text";
import type { NetworkConnection } from "./item.ts";
import { protocolName, socketType, tcpState, timerName, unixState } from "./kernel-names.ts";
import { formatAddress, isV4Mapped, scopeOf } from "./parse/address.ts";
import type { InetRow } from "./parse/net-tcp.ts";
import type { UnixRow } from "./parse/net-unix.ts";
import type { FoundSocket } from "./socket.ts";

type Place = Pick<
  NetworkConnection,
  "state" | "local_address" | "local_port" | "remote_address" | "remote_port" | "remote_scope"
> &
  Partial<NetworkConnection>;

const NO_ADDRESSES = {
  local_address: null,
  local_port: null,
  remote_address: null,
  remote_port: null,
  remote_scope: null,
} as const;

/** State and places of a socket, and what its family has instead of addresses. */
export function toPlace({ family, protocol, row }: FoundSocket): Place {
  if (family === "inet") {
    return { ...toAddresses(row), ...(protocol.startsWith("raw") ? toProtocol("raw", row.local_port) : {}) };
  }
  if (family === "unix") return toUnix(row);
  const place = { state: null, ...NO_ADDRESSES, ...toProtocol(family, row.protocol) };
  if (family === "packet") return { ...place, socket_type: socketType(row.type), interface_index: row.interface_index };
  return { ...place, port_id: row.port_id, groups: row.groups.toString(16).padStart(8, "0") };
}

/** Queues and timers of a socket, as far as its table tells them. */
export function toStandardRow({ family, row }: FoundSocket): Partial<NetworkConnection> {
  if (family === "unix") return {};
  if (family === "packet") return { rx_queue: row.rx_queue };
  const { tx_queue, rx_queue } = row;
  if (family === "netlink") return { tx_queue, rx_queue };
  const { timer_ticks, retransmits } = row;
  const v4_mapped = isV4Mapped(row.local) || isV4Mapped(row.remote);
  return { v4_mapped, tx_queue, rx_queue, timer: timerName(row.timer), timer_ticks, retransmits };
}

function toAddresses(row: InetRow): Place {
  return {
    state: tcpState(row.state),
    local_address: formatAddress(row.local),
    local_port: row.local_port,
    remote_address: formatAddress(row.remote),
    remote_port: row.remote_port,
    remote_scope: scopeOf(row.remote),
  };
}

function toUnix({ accepts, state, type, path }: UnixRow): Place {
  return {
    state: accepts ? "LISTEN" : unixState(state),
    ...NO_ADDRESSES,
    socket_type: socketType(type),
    ...(path === null ? { path } : textField("path", path)),
  };
}

function toProtocol(family: "raw" | "packet" | "netlink", number: number): Partial<NetworkConnection> {
  return { protocol_number: number, protocol_name: protocolName(family, number) };
}
