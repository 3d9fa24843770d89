import type { MemEntries, MemNode } from "@livetriage/triage-core/testing";
import { encodeLossless } from "@livetriage/triage-core/text";
import { TABLES } from "../src/tables.ts";

/** One process of a made-up host; `sockets` are descriptors 3, 4, … unless given as `[fd, inode]`. */
export interface TestProcess {
  readonly pid: number;
  readonly comm?: string;
  readonly start_ticks?: number;
  readonly uid?: number;
  readonly netns?: number;
  readonly exe?: string;
  readonly sockets?: readonly (number | readonly [fd: number, inode: number])[];
  /** More entries below /proc/PID, or others than these. */
  readonly files?: Readonly<Record<string, string | MemNode>>;
}

/** The tables of one namespace: rows without the heading. */
export type TestTables = Readonly<Record<string, readonly string[]>>;

const HEADING = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const INITIAL = 4026531840;

/** Entries of a memory host with these processes and these tables by namespace inode. */
export function networkHost(
  processes: readonly TestProcess[],
  tables: Readonly<Record<number, TestTables>>,
): MemEntries {
  const entries: Record<string, string | MemNode> = {
    "/proc/self/ns/pid": { link: "pid:[4026531836]" },
  };
  const contents = new Map<number, Readonly<Record<string, Uint8Array>>>();
  for (const process of processes) {
    const { netns = INITIAL } = process;
    if (!contents.has(netns)) contents.set(netns, tableContents(tables[netns] ?? {}));
    Object.assign(entries, processEntries(process, contents.get(netns) ?? {}));
  }
  return entries;
}

function tableContents(tables: TestTables): Record<string, Uint8Array> {
  const contentOf = (name: string) => encodeLossless(HEADING + (tables[name] ?? []).map((row) => `${row}\n`).join(""));
  return Object.fromEntries(TABLES.map(({ name }) => [name, contentOf(name)]));
}

function processEntries(process: TestProcess, contents: Readonly<Record<string, Uint8Array>>): MemEntries {
  const {
    pid,
    comm = `p${pid}`,
    start_ticks = 1000 + pid,
    uid = 0,
    netns = INITIAL,
    exe = `/usr/bin/${comm}`,
  } = process;
  const zeros = "0 ".repeat(17);
  const entries: Record<string, string | MemNode> = {
    [`/proc/${pid}`]: { type: "directory", uid },
    [`/proc/${pid}/stat`]: `${pid} (${comm}) S ${zeros}0 ${start_ticks} ${"0 ".repeat(30)}\n`,
    [`/proc/${pid}/status`]: `Name:\t${comm}\nTgid:\t${pid}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`,
    [`/proc/${pid}/exe`]: { link: exe },
    [`/proc/${pid}/cgroup`]: "0::/\n",
    [`/proc/${pid}/cmdline`]: `${exe}\0`,
    [`/proc/${pid}/fd`]: { type: "directory" },
    [`/proc/${pid}/ns/net`]: { link: `net:[${netns}]` },
  };
  for (const [i, socket] of (process.sockets ?? []).entries()) {
    const [fd, inode] = typeof socket === "number" ? [i + 3, socket] : socket;
    entries[`/proc/${pid}/fd/${fd}`] = { link: `socket:[${inode}]` };
  }
  for (const [name, content] of Object.entries(contents)) {
    entries[`/proc/${pid}/net/${name}`] = { content, ino: BigInt(netns) };
  }
  for (const [name, file] of Object.entries(process.files ?? {})) entries[`/proc/${pid}/${name}`] = file;
  return entries;
}

/** What a row of a table says; addresses as `127.0.0.1:80`. */
export interface TestRow {
  readonly local: string;
  readonly remote?: string;
  readonly state?: string;
  readonly uid?: number;
  readonly inode: number;
}

/** One row of an IPv4 table as a little-endian kernel prints it. */
export function row({ local, remote = "0.0.0.0:0", state = "01", uid = 0, inode }: TestRow): string {
  return `   0: ${place(local)} ${place(remote)} ${state} 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1 0 20 4 30 10 -1`;
}

/** The same row as an IPv6 table shows it: v4-mapped. */
export function mappedRow(fields: TestRow): string {
  const { local, remote = "0.0.0.0:0", state = "01", uid = 0, inode } = fields;
  const wide = (text: string): string =>
    text.startsWith("0.0.0.0:") ? `${"0".repeat(24)}${place(text)}` : `0000000000000000FFFF0000${place(text)}`;
  return `   0: ${wide(local)} ${wide(remote)} ${state} 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1 0 20 4 30 10 -1`;
}

function place(text: string): string {
  const [address = "", port = ""] = text.split(":");
  const hex = (value: string, digits: number): string => Number(value).toString(16).toUpperCase().padStart(digits, "0");
  return `${address
    .split(".")
    .toReversed()
    .map((byte) => hex(byte, 2))
    .join("")}:${hex(port, 4)}`;
}

/** One row of the table of packet sockets, as wide as the kernel prints it. */
export function packetRow(fields: {
  inode: number;
  protocol?: string;
  interface_index?: number;
  uid?: number;
}): string {
  const { inode, protocol = "0003", interface_index = 0, uid = 0 } = fields;
  return `0000000080db35d4 3      3    ${protocol}   ${interface_index}     1 0      ${uid}      ${inode} `;
}

/** One row of the table of unix sockets; a listener unless told otherwise. */
export function unixRow(fields: {
  inode: number;
  path?: string;
  flags?: string;
  type?: string;
  state?: string;
}): string {
  const { inode, path, flags = "00010000", type = "0001", state = "01" } = fields;
  const columns = `000000001c8aefb1: 00000002 00000000 ${flags} ${type} ${state} ${String(inode).padStart(5)}`;
  return path === undefined ? columns : `${columns} ${path}`;
}

/** One row of the table of netlink sockets. */
export function netlinkRow(fields: { inode: number; protocol?: number; port_id?: number; groups?: string }): string {
  const { inode, protocol = 0, port_id = 7, groups = "00000011" } = fields;
  return `0000000080db35d4 ${protocol}   ${port_id}          ${groups} 0        0        0     2        0        ${inode}       `;
}
