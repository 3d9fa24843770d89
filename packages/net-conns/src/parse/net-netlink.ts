import { type Columns, parseColumns, type Table } from "./columns.ts";

/** One AF_NETLINK socket. */
export interface NetlinkRow {
  /** Netlink protocol: 0 ROUTE, 9 AUDIT … */
  readonly protocol: number;
  /** Address of the socket; 0 is the kernel's end, else often, but not always, the pid that opened it. */
  readonly port_id: number;
  /** The first 32 multicast groups that it listens to, a mask. */
  readonly groups: number;
  readonly rx_queue: number;
  readonly tx_queue: number;
  readonly drops: number;
  readonly inode: number;
}

const COLUMNS = 10;

/**
 * Parse `/proc/[pid]/net/netlink`.
 *
 * Shape:  `sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode`; Groups in hexadecimal, the rest in decimal.
 * Units:  Rmem and Wmem in bytes of kernel memory.
 * Errors: a line without these columns is counted as malformed.
 * Source: netlink_native_seq_show() in net/netlink/af_netlink.c
 */
export function parseNetNetlink(bytes: Uint8Array): Table<NetlinkRow> {
  return parseColumns(bytes, COLUMNS, toRow);
}

function toRow(columns: Columns): NetlinkRow | null {
  const row = {
    protocol: columns.decimal(1),
    port_id: columns.decimal(2),
    groups: columns.hex(3),
    rx_queue: columns.decimal(4),
    tx_queue: columns.decimal(5),
    drops: columns.decimal(8),
    inode: columns.decimal(9),
  };
  return Math.min(...Object.values(row)) < 0 ? null : row;
}
