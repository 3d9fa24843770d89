import type { AuditFields, AuditHead } from "./audit-entry.ts";

/** Who did what, in an order that cannot be changed unnoticed. */
export interface AuditLog {
  /** Fulfilled when the entry is durable. Errors: StorageFull. */
  append(event: string, fields: AuditFields): Promise<void>;
  /** Signs all entries so far, when there are any since the last checkpoint. */
  checkpoint(): Promise<void>;
  /** The last durable entry. */
  head(): AuditHead;
  /** The lines from this entry on, counted from 1. */
  read(from: number): AsyncIterable<string>;
  close(): Promise<void>;
}
