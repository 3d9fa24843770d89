import type { Disk } from "../storage/disk.ts";
import { type AuditHead, headOf, parseEntry } from "./audit-entry.ts";

/** Name of a file of the log. */
export function auditFile(number: number): string {
  return `audit/${String(number).padStart(8, "0")}.ndjson`;
}

/** Numbers of the files that are there, in order. */
export async function auditFiles(disk: Disk): Promise<number[]> {
  return (await disk.list("audit")).map((name) => Number.parseInt(name, 10));
}

const WINDOW_BYTES = 262_144;

/** The whole lines of a file; what a crash left of a last one is none. */
export async function* linesOf(disk: Disk, number: number): AsyncGenerator<string, void> {
  const buffer = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  let rest = Buffer.alloc(0);
  for (let position = 0; ; position += WINDOW_BYTES) {
    const window = await disk.read(auditFile(number), position, buffer);
    if (window.length === 0) return;
    rest = Buffer.concat([rest, window]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield rest.toString("utf8", 0, end);
      rest = rest.subarray(end + 1);
    }
  }
}

/** The lines of all files from an entry on; files that end before it are not read. */
export async function* linesFrom(disk: Disk, from: number): AsyncGenerator<string, void> {
  const numbers = await auditFiles(disk);
  let first = 0;
  for (const [index, number] of numbers.entries()) {
    const { value } = await linesOf(disk, number).next();
    const seq = parseEntry(value ?? "")?.seq;
    if (seq !== undefined && seq <= from) first = index;
  }
  for (const number of numbers.slice(first)) {
    for await (const line of linesOf(disk, number)) {
      if ((parseEntry(line)?.seq ?? from) >= from) yield line;
    }
  }
}

/** Is the entry of this head still what it was? */
export async function holdsHead(disk: Disk, { seq, sha256 }: AuditHead): Promise<boolean> {
  const { value } = await linesFrom(disk, seq).next();
  return value !== undefined && headOf(seq, value).sha256 === sha256;
}
