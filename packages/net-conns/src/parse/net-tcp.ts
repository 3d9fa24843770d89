import { type Columns, decimalAt, hexAt, hexDigit, parseColumns, type Table } from "./columns.ts";

/** An IPv4 or IPv6 address as 8 or 32 hexadecimal digits in network order, upper case. */
export type HexAddress = string;

/** One line of a table of Internet sockets, as the kernel tells it. */
export interface InetRow {
  readonly local: HexAddress;
  /** Protocol number for raw sockets, echo identifier for ICMP ones. */
  readonly local_port: number;
  readonly remote: HexAddress;
  readonly remote_port: number;
  /** Number of the state; the names are those of TCP for every protocol. */
  readonly state: number;
  readonly tx_queue: number;
  readonly rx_queue: number;
  readonly timer: number;
  readonly timer_ticks: number;
  readonly retransmits: number;
  readonly uid: number;
  /** 0 when no file belongs to the socket. */
  readonly inode: number;
  /** Packets dropped, of the tables that have this column last; null for TCP. */
  readonly drops: number | null;
}

const COLUMNS = 10;
const DROPS = 12;
const HEX = "0123456789ABCDEF";
const COLON = 0x3a;

/**
 * Parse `/proc/[pid]/net/` `tcp`, `tcp6`, `udp`, `udp6`, `udplite`, `udplite6`, `raw`, `raw6`, `icmp` or `icmp6`: they share their columns.
 *
 * Shape:  `sl local rem st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode …`, addresses as words of four bytes, each
 *         printed as a number of the host's byte order, ports as numbers.
 * Units:  queues in bytes, `tm->when` in clock ticks.
 * Errors: a line without these ten columns is counted as malformed.
 * Source: proc_pid_net(5), net/ipv4/tcp_ipv4.c, net/ipv6/tcp_ipv6.c, net/ipv4/udp.c
 */
export function parseNetTcp(bytes: Uint8Array, facts: { readonly little_endian: boolean }): Table<InetRow> {
  const scratch = Buffer.alloc(32);
  const toAddress = (columns: Columns, column: number, colon: number): HexAddress | null =>
    networkOrder(columns.bytes, columns.start(column), colon, facts.little_endian, scratch);
  return parseColumns(bytes, DROPS + 2, (columns) => toRow(columns, toAddress));
}

function toRow(
  columns: Columns,
  toAddress: (columns: Columns, column: number, colon: number) => HexAddress | null,
): InetRow | null {
  if (columns.count < COLUMNS) return null;
  const [localColon, remoteColon] = [colonIn(columns, 1), colonIn(columns, 2)];
  const local = toAddress(columns, 1, localColon);
  const remote = toAddress(columns, 2, remoteColon);
  if (local === null || remote === null || local.length !== remote.length) return null;
  const [queues, timer] = [colonIn(columns, 4), colonIn(columns, 5)];
  const { bytes } = columns;
  const row = {
    local,
    local_port: hexAt(bytes, localColon + 1, columns.end(1)),
    remote,
    remote_port: hexAt(bytes, remoteColon + 1, columns.end(2)),
    state: columns.hex(3),
    tx_queue: hexAt(bytes, columns.start(4), queues),
    rx_queue: hexAt(bytes, queues + 1, columns.end(4)),
    timer: hexAt(bytes, columns.start(5), timer),
    timer_ticks: hexAt(bytes, timer + 1, columns.end(5)),
    retransmits: columns.hex(6),
    uid: decimalAt(bytes, columns.start(7), columns.end(7)),
    inode: columns.decimal(9),
    drops: columns.count === DROPS + 1 ? columns.decimal(DROPS) : null,
  };
  return isWhole(row) ? row : null;
}

/** Every number was one, and ports are ports. */
function isWhole(row: InetRow): boolean {
  const { local_port, remote_port, state, tx_queue, rx_queue, timer, timer_ticks, retransmits, uid, inode } = row;
  if (Math.max(local_port, remote_port) > 0xffff) return false;
  return (
    Math.min(
      local_port,
      remote_port,
      state,
      tx_queue,
      rx_queue,
      timer,
      timer_ticks,
      retransmits,
      uid,
      inode,
      row.drops ?? 0,
    ) >= 0
  );
}

/** Where the colon of a column stands; its end when there is none, so that what follows is no number. */
function colonIn(columns: Columns, column: number): number {
  const end = columns.end(column);
  let at = columns.start(column);
  while (at < end && columns.bytes[at] !== COLON) at++;
  return at;
}

/** The words of an address, printed as numbers of the host, in the order of the network. */
function networkOrder(
  bytes: Uint8Array,
  from: number,
  to: number,
  littleEndian: boolean,
  scratch: Buffer,
): HexAddress | null {
  const digits = to - from;
  if (digits !== 8 && digits !== 32) return null;
  for (let i = 0; i < digits; i++) {
    const digit = hexDigit(bytes[from + i] as number);
    if (digit < 0) return null;
    // within a word of eight digits the four bytes turn round, the two digits of a byte do not
    scratch[littleEndian ? (i & 24) + (6 - (i & 6)) + (i & 1) : i] = HEX.charCodeAt(digit);
  }
  return scratch.toString("latin1", 0, digits);
}
