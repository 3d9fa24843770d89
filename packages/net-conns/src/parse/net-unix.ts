import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import { Columns, lineEnd, type Table } from "./columns.ts";

/** One AF_UNIX socket. */
export interface UnixRow {
  /** It waits for connections (__SO_ACCEPTCON). */
  readonly accepts: boolean;
  /** Number of SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET. */
  readonly type: number;
  /** Number of the SS_ state. */
  readonly state: number;
  /** 0 when no file belongs to the socket, such as one not yet accepted. */
  readonly inode: number;
  /** Path, or `@` and an abstract name with its NUL bytes as `@`; null when it has none. */
  readonly path: LosslessString | null;
  /** The row could be a part of the name in the row before it: names may hold newlines. */
  readonly doubtful: boolean;
}

const COLUMNS = 7;
const ACCEPTS = 0x10000;
/** Bytes of the longest name. Source: UNIX_PATH_MAX in include/uapi/linux/un.h */
const MAX_NAME = 108;

/**
 * Parse `/proc/[pid]/net/unix`.
 *
 * Shape:  `Num: RefCount Protocol Flags Type St Inode Path`; the kernel does not escape names, so one with a newline continues on
 *         lines of its own. Such a line that has the form of a row is a row, and `doubtful`.
 * Errors: a line that is neither a row nor the rest of a name is counted as malformed.
 * Source: proc_pid_net(5), unix_seq_show() in net/unix/af_unix.c
 */
export function parseNetUnix(bytes: Uint8Array): Table<UnixRow> {
  const columns = new Columns(bytes, COLUMNS);
  const rows: UnixRow[] = [];
  let malformed = 0;
  // bytes so far of the name that the next line may continue, null after a row without one
  let nameBytes: number | null = null;
  let from = lineEnd(columns.bytes, 0) + 1;
  const width = columns.bytes.indexOf(":", from) - from;
  while (from < bytes.length) {
    const to = lineEnd(columns.bytes, from);
    columns.split(from, to);
    const fields = rowFields(columns, from, width);
    const continued: number | null = nameBytes === null ? null : nameBytes + 1 + to - from;
    if (fields !== null) {
      const doubtful: boolean = continued !== null && continued <= MAX_NAME;
      const name = columns.end(COLUMNS - 1) < to ? bytes.subarray(columns.end(COLUMNS - 1) + 1, to) : null;
      rows.push({ ...fields, path: name === null ? null : decodeLossless(name), doubtful });
      nameBytes = name?.length ?? (doubtful ? continued : null);
    } else if (continued !== null) {
      const named = rows.pop() as UnixRow;
      rows.push({ ...named, path: `${named.path ?? ""}\n${decodeLossless(bytes.subarray(from, to))}` });
      nameBytes = continued;
    } else {
      malformed++;
    }
    from = to + 1;
  }
  return { rows, malformed };
}

/** The columns before the name, null when the line does not have the exact form of a row. */
function rowFields(columns: Columns, from: number, width: number): Omit<UnixRow, "path" | "doubtful"> | null {
  if (columns.count < COLUMNS || columns.start(0) !== from || columns.end(0) - from !== width + 1) return null;
  if (columns.bytes[columns.end(0) - 1] !== 0x3a) return null;
  const widths = [8, 8, 8, 4, 2];
  if (widths.some((digits, i) => columns.end(i + 1) - columns.start(i + 1) !== digits)) return null;
  const flags = columns.hex(3);
  const fields = { type: columns.hex(4), state: columns.hex(5), inode: columns.decimal(6) };
  if (Math.min(columns.hex(1), columns.hex(2), flags, ...Object.values(fields)) < 0) return null;
  return { accepts: (flags & ACCEPTS) !== 0, ...fields };
}
