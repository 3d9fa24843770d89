import { type Columns, parseColumns, type Table } from "./columns.ts";

/** One AF_PACKET socket. */
export interface PacketRow {
  /** Number of SOCK_RAW, SOCK_DGRAM or SOCK_PACKET. */
  readonly type: number;
  /** Ethernet protocol that it receives; 3 is every one, 0 none yet. */
  readonly protocol: number;
  /** Index of the interface it is bound to, 0 for all. */
  readonly interface_index: number;
  readonly rx_queue: number;
  readonly uid: number;
  readonly inode: number;
}

const COLUMNS = 9;

/**
 * Parse `/proc/[pid]/net/packet`.
 *
 * Shape:  `sk RefCnt Type Proto Iface R Rmem User Inode`; Proto in hexadecimal, the rest in decimal.
 * Units:  Rmem in bytes of kernel memory.
 * Errors: a line without these columns is counted as malformed.
 * Source: packet_seq_show() in net/packet/af_packet.c
 */
export function parseNetPacket(bytes: Uint8Array): Table<PacketRow> {
  return parseColumns(bytes, COLUMNS, toRow);
}

function toRow(columns: Columns): PacketRow | null {
  const row = {
    type: columns.decimal(2),
    protocol: columns.hex(3),
    interface_index: columns.decimal(4),
    rx_queue: columns.decimal(6),
    uid: columns.decimal(7),
    inode: columns.decimal(8),
  };
  return Math.min(...Object.values(row)) < 0 ? null : row;
}
