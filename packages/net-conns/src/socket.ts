import type { Container } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Direction, NoOwnerReason } from "./item/words.ts";
import type { NetlinkRow } from "./parse/net-netlink.ts";
import type { PacketRow } from "./parse/net-packet.ts";
import type { InetRow } from "./parse/net-tcp.ts";
import type { UnixRow } from "./parse/net-unix.ts";

/** Number of the TCP state in which only the pair of addresses is left. */
const TIME_WAIT = 6;

/** One descriptor of one process, as the tables of a run tell it. */
export interface Owner {
  readonly pid: number;
  readonly start_ticks: string;
  readonly comm: LosslessString;
  /** Real uid of the process, null when unknown. */
  readonly uid: number | null;
  readonly fd: number;
  /** Thread whose own table of descriptors it is in, null for that of the process. */
  readonly tid: number | null;
}

/** A row of one of the kinds of tables. */
export type SocketRow =
  | { readonly family: "inet"; readonly row: InetRow }
  | { readonly family: "packet"; readonly row: PacketRow }
  | { readonly family: "unix"; readonly row: UnixRow }
  | { readonly family: "netlink"; readonly row: NetlinkRow };

/** One socket as found: a row, the table it stood in, and the namespace of the table. */
export type FoundSocket = SocketRow & {
  /** Name of the file in `/proc/[pid]/net`. */
  readonly protocol: string;
  /** Inode of the namespace, null where it may not be read. */
  readonly netns: string | null;
};

/** A socket with its direction and owners, before its owners' programs are known. */
export interface OwnedSocket {
  readonly socket: FoundSocket;
  readonly direction: Direction;
  /** In the order in which the processes started. */
  readonly owners: readonly Owner[];
  /** The owner that stands for all of them. */
  readonly process: Owner | null;
  readonly no_owner_reason: NoOwnerReason | null;
  /** Process through which its table was read. */
  readonly through: number | null;
  /** Name of the interface of a packet socket, null where unknown or all. */
  readonly interface_name: LosslessString | null;
}

/** A socket with all that was worked out about it. */
export interface KnownSocket extends OwnedSocket {
  /** What `/proc/[pid]/exe` of `process` says, null where unknown or not asked. */
  readonly process_exe: LosslessString | null;
  readonly container: Container | null;
  readonly signals: readonly string[];
  readonly context: readonly string[];
}

/** uid of the socket itself; only some tables tell it, and not for TIME_WAIT. */
export function uidOf(socket: FoundSocket): number | null {
  if (socket.family === "packet") return socket.row.uid;
  return socket.family === "inet" && socket.row.state !== TIME_WAIT ? socket.row.uid : null;
}

/** Does it see or send packets below TCP and UDP? */
export function isRaw({ protocol }: FoundSocket): boolean {
  return protocol === "packet" || protocol.startsWith("raw");
}

export function isTimeWait(socket: FoundSocket): boolean {
  return socket.family === "inet" && socket.row.state === TIME_WAIT;
}
