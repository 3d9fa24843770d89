import { createHash } from "node:crypto";

/** What an entry says besides its number, its time and what chains it to the others. */
export type AuditFields = Readonly<Record<string, string | number | boolean>>;

/** The last entry of a log: who keeps it elsewhere notices when the log is cut. */
export interface AuditHead {
  /** Number of the entry, 0 when there is none. */
  readonly seq: number;
  /** Of its line, hex. */
  readonly sha256: string;
}

/** The event of an entry that tells that those before it had been cut off or rewritten. */
export const CUT = "cut";

/** Before the first entry. */
export const EMPTY_LOG: AuditHead = { seq: 0, sha256: "0".repeat(64) };

/** An entry as far as its chain goes. */
export interface AuditEntry {
  /** Counts from 1. */
  readonly seq: number;
  /** sha256 of the line before, hex. */
  readonly previous: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/** The line of the entry that follows `head`, without its line end. */
export function encodeEntry(head: AuditHead, at: string, event: string, fields: AuditFields): string {
  return JSON.stringify({ ...fields, seq: head.seq + 1, at, event, previous: head.sha256 });
}

/** The entry of a line, null when it is none. */
export function parseEntry(line: string): AuditEntry | null {
  try {
    const entry = JSON.parse(line) as Partial<AuditEntry> | null;
    const { seq, previous, event } = entry ?? {};
    const isEntry = Number.isSafeInteger(seq) && typeof previous === "string" && typeof event === "string";
    return isEntry ? (entry as AuditEntry) : null;
  } catch {
    return null;
  }
}

/** The head of a log that ends with this line. */
export function headOf(seq: number, line: string): AuditHead {
  return { seq, sha256: createHash("sha256").update(line).digest("hex") };
}
