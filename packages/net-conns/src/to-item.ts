import { textField } from "@livetriage/triage-core/text";
import type { HostFacts } from "@livetriage/triage-core";
import type { Detail, NetworkConnection, SocketOwner } from "./item.ts";
import { stateName, timerName } from "./kernel-names.ts";
import { formatAddress, isV4Mapped, scopeOf } from "./parse/address.ts";
import type { KnownSocket, Owner } from "./socket.ts";

const TIME_WAIT = 6;
/** Encoded bytes of a name that the shortest form of a row keeps: a usual one is whole, one of control characters is not. */
const INDEX_COMM = 20;

const INDEX_FIELDS = [
  "protocol",
  "state",
  "direction",
  "local_address",
  "local_port",
  "remote_address",
  "remote_port",
  "uid",
  "process_pid",
  "inode",
  "netns",
  "signals",
] as const;

/** How an item is to look. */
export interface ItemOptions {
  readonly detail: Exclude<Detail, "index">;
  /** Most owners of one socket. */
  readonly owners: number;
  readonly facts: Pick<HostFacts, "userName">;
}

/** One socket as an item. */
export function toItem(socket: KnownSocket, options: ItemOptions): NetworkConnection {
  const { row, process } = socket;
  const uid = row.state === TIME_WAIT ? null : row.uid;
  return {
    protocol: socket.protocol,
    state: stateName(row.state),
    direction: socket.direction,
    local_address: formatAddress(row.local),
    local_port: row.local_port,
    remote_address: formatAddress(row.remote),
    remote_port: row.remote_port,
    remote_scope: scopeOf(row.remote),
    uid,
    ...toUser(uid === null ? null : options.facts.userName(uid)),
    process_pid: process?.pid ?? null,
    process_start_ticks: process?.start_ticks ?? null,
    ...(process === null ? { process_comm: null } : textField("process_comm", process.comm)),
    ...toOwners(socket.owners, options.owners),
    no_owner_reason: socket.no_owner_reason,
    inode: row.inode === 0 ? null : String(row.inode),
    netns: socket.netns,
    ...(options.detail === "basic" ? {} : toStandard(socket)),
    signals: [],
    context: [],
    detail: options.detail,
  };
}

/** The least form of a row. */
export function toIndex(item: NetworkConnection): NetworkConnection {
  const { process_comm } = item;
  const identity = Object.fromEntries(INDEX_FIELDS.map((field) => [field, item[field]]));
  return {
    ...(identity as Pick<NetworkConnection, (typeof INDEX_FIELDS)[number]>),
    process_comm: process_comm === null ? null : cutEncoded(process_comm, INDEX_COMM),
    context: [],
    detail: "index",
  };
}

/** The longest start of a text that is at most so many bytes in JSON. */
function cutEncoded(text: string, bytes: number): string {
  let kept = text;
  while (Buffer.byteLength(JSON.stringify(kept)) > bytes + 2) {
    kept = kept.slice(0, -1).replace(/[\uD800-\uDBFF]$/, "");
  }
  return kept;
}

function toStandard({ row, process_exe }: KnownSocket): Partial<NetworkConnection> {
  return {
    ...(process_exe === null ? { process_exe } : textField("process_exe", process_exe)),
    v4_mapped: isV4Mapped(row.local) || isV4Mapped(row.remote),
    tx_queue: row.tx_queue,
    rx_queue: row.rx_queue,
    timer: timerName(row.timer),
    timer_ticks: row.timer_ticks,
    retransmits: row.retransmits,
  };
}

function toUser(name: string | null): Pick<NetworkConnection, "user" | "user_base64"> {
  return name === null ? { user: null } : textField("user", name);
}

function toOwners(owners: readonly Owner[], most: number): Pick<NetworkConnection, "owners" | "owners_dropped"> {
  const kept = owners.slice(0, most).map(toOwner);
  return owners.length > most ? { owners: kept, owners_dropped: owners.length - most } : { owners: kept };
}

function toOwner({ pid, start_ticks, comm, fd }: Owner): SocketOwner {
  return { pid, start_ticks, ...textField("comm", comm), fd };
}
