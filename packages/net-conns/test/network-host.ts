import { type MemEntries, type MemNode } from "@livetriage/triage-core/testing";

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
  const contentOf = (name: string) => Buffer.from(HEADING + (tables[name] ?? []).map((row) => `${row}\n`).join(""));
  return Object.fromEntries(["tcp", "tcp6", "udp", "udp6"].map((name) => [name, contentOf(name)]));
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
    [`/proc/${pid}/stat`]: `${pid} (${comm}) S ${zeros}0 ${start_ticks} ${"0 ".repeat(30)}\n`,
    [`/proc/${pid}/status`]: `Name:\t${comm}\nTgid:\t${pid}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`,
    [`/proc/${pid}/exe`]: { link: exe },
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
