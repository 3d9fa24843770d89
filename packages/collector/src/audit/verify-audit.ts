import type { KeyObject } from "node:crypto";
import { type AuditEntry, type AuditHead, CUT, EMPTY_LOG, headOf, parseEntry } from "./audit-entry.ts";
import { CHECKPOINT, isCheckpointOf } from "./checkpoint.ts";

/** What an audit log is verified against. */
export interface AuditFacts {
  /** The public key of its checkpoints. */
  readonly key: KeyObject;
  /** A head that was seen before: a log that was cut since does not hold it any more. */
  readonly head?: AuditHead;
}

/** What is to say of an audit log. */
export interface AuditReport {
  readonly entries: number;
  /** Number of the last entry that a checkpoint signs: those after it prove their order only by `head`. */
  readonly signed: number;
  /** One sentence for each break, the first hundred. */
  readonly problems: readonly string[];
}

const MOST_PROBLEMS = 100;

/** Does each entry follow the one before, and does the log go as far as it did? */
export async function verifyAudit(
  lines: AsyncIterable<string> | Iterable<string>,
  { key, head }: AuditFacts,
): Promise<AuditReport> {
  const problems: string[] = [];
  let last = EMPTY_LOG;
  let signed = 0;
  let isHeadThere = head === undefined || head.seq === 0;
  for await (const line of lines) {
    const entry = parseEntry(line);
    const problem = problemOf(entry, last, key);
    if (problem !== null) problems.push(`entry ${last.seq + 1} ${problem}`);
    else if (entry?.event === CHECKPOINT) signed = last.seq;
    last = headOf(entry?.seq ?? last.seq + 1, line);
    if (last.seq === head?.seq) isHeadThere = last.sha256 === head.sha256;
  }
  if (!isHeadThere)
    problems.push(`entry ${head?.seq} is not the one that was seen before: the log was cut or rewritten`);
  return { entries: last.seq, signed, problems: problems.slice(0, MOST_PROBLEMS) };
}

/** What is wrong with the entry that stands after `last`; null when nothing. */
function problemOf(entry: AuditEntry | null, last: AuditHead, key: KeyObject): string | null {
  if (entry === null) return "is not an entry";
  if (entry.seq !== last.seq + 1) return `calls itself ${entry.seq}`;
  if (entry.previous !== last.sha256) return "does not follow the entry before it";
  if (entry.event === CUT) return "tells that the log had been cut or rewritten before it";
  if (entry.event !== CHECKPOINT || isCheckpointOf(last, entry, key)) return null;
  return "is a checkpoint that the Collector's key has not signed";
}
