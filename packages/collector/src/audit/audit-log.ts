import type { AuditFields, AuditHead } from "./audit-entry.ts";

/** Who did what, in an order that cannot be changed unnoticed. */
export interface AuditLog {
  /** Fulfilled when the entry is durable. Errors: StorageFull. */
  append(event: string, fields: AuditFields): Promise<void>;
  /** Signs all entries so far, when there are any since the last checkpoint. */
  checkpoint(): Promise<void>;
  /** The last durable entry. */
  head(): AuditHead;
  /** What was kept of the log and is not in it any more; null when nothing was cut off before it was opened. */
  readonly cutAfter: AuditHead | null;
  /** The lines from this entry on, counted from 1. */
  read(from: number): AsyncIterable<string>;
  close(): Promise<void>;
}

/** Where the head of a log is kept besides the log: one that was cut at its end does not hold it any more. */
export interface HeadKeeper {
  auditHead(): Promise<AuditHead | null>;
  keepAuditHead(head: AuditHead): Promise<void>;
}
