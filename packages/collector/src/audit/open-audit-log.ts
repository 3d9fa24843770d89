import type { KeyObject } from "node:crypto";
import type { Clock } from "@livetriage/triage-core";
import { toRfc3339 } from "@livetriage/triage-core/text";
import type { Disk } from "../storage/disk.ts";
import { FileSeries } from "../storage/file-series.ts";
import { groupCommit } from "../storage/group-commit.ts";
import { type AuditFields, type AuditHead, CUT, EMPTY_LOG, encodeEntry, headOf, parseEntry } from "./audit-entry.ts";
import { auditFile, auditFiles, holdsHead, linesFrom, linesOf } from "./audit-files.ts";
import type { AuditLog, HeadKeeper } from "./audit-log.ts";
import { CHECKPOINT, checkpointFields } from "./checkpoint.ts";

const FILE_BYTES = 67_108_864;

/** Entries after which one signs all before it. */
const CHECKPOINT_EVERY = 1000;

export interface AuditLogOptions {
  /** The log is in its folder `audit`. */
  readonly disk: Disk;
  /** ed25519; signs the checkpoints. */
  readonly key: KeyObject;
  readonly clock: Clock;
  /** Told of every new head, after it is durable. */
  readonly heads: HeadKeeper;
}

interface Wanted {
  readonly event: string;
  readonly fields: AuditFields;
}

/** Go on with the log of a directory. One that was cut is gone on with too, and says so in its next entry. */
export async function openAuditLog({ disk, key, clock, heads }: AuditLogOptions): Promise<AuditLog> {
  const numbers = await auditFiles(disk);
  const kept = await heads.auditHead();
  const cutAfter = kept !== null && !(await holdsHead(disk, kept)) ? kept : null;
  let { head, unsigned } = await endOf(disk, numbers);
  const files = new FileSeries({ disk, nameOf: auditFile, last: numbers.at(-1) ?? 0, fileBytes: FILE_BYTES });

  let keeping = Promise.resolve();
  const write = groupCommit(async (wanted: readonly Wanted[]) => {
    const chain = new Chain(head, unsigned, toRfc3339(clock.wallNs()), key);
    for (const { event, fields } of wanted) chain.add(event, fields);
    if (chain.lines.length > 0) {
      await files.append([Buffer.from(chain.lines.map((line) => `${line}\n`).join(""))]);
      ({ head, unsigned } = chain);
      keeping = heads.keepAuditHead(head).catch(() => undefined); // the next one will do
    }
    return wanted.map(() => undefined);
  });
  if (cutAfter !== null) await write({ event: CUT, fields: { after: cutAfter.seq, sha256: cutAfter.sha256 } });
  return {
    append: (event, fields) => write({ event, fields }),
    checkpoint: () => write({ event: CHECKPOINT, fields: {} }),
    head: () => head,
    cutAfter,
    read: (from) => linesFrom(disk, from),
    async close() {
      await keeping;
      await files.close();
    },
  };
}

/** The lines that follow a head, not yet written. */
class Chain {
  readonly lines: string[] = [];
  readonly #at: string;
  readonly #key: KeyObject;
  head: AuditHead;
  /** Entries since the last checkpoint. */
  unsigned: number;

  constructor(head: AuditHead, unsigned: number, at: string, key: KeyObject) {
    this.head = head;
    this.unsigned = unsigned;
    this.#at = at;
    this.#key = key;
  }

  add(event: string, fields: AuditFields): void {
    if (event !== CHECKPOINT) this.#push(event, fields);
    const isDue = event === CHECKPOINT ? this.unsigned > 0 : this.unsigned >= CHECKPOINT_EVERY;
    if (isDue) this.#push(CHECKPOINT, checkpointFields(this.head, this.#key));
  }

  #push(event: string, fields: AuditFields): void {
    const line = encodeEntry(this.head, this.#at, event, fields);
    this.lines.push(line);
    this.head = headOf(this.head.seq + 1, line);
    this.unsigned = event === CHECKPOINT ? 0 : this.unsigned + 1;
  }
}

/** Where the log ends; what the last process wrote and may not have synced is made durable first. */
async function endOf(disk: Disk, numbers: readonly number[]): Promise<{ head: AuditHead; unsigned: number }> {
  for (const number of numbers.toReversed()) {
    await disk.sync(auditFile(number));
    let last: string | undefined;
    for await (const line of linesOf(disk, number)) last = line;
    const entry = last === undefined ? null : parseEntry(last);
    if (last === undefined) continue;
    const unsigned = entry?.event === CHECKPOINT ? 0 : 1; // at least one: enough to sign at the next occasion
    return { head: headOf(entry?.seq ?? 0, last), unsigned };
  }
  return { head: EMPTY_LOG, unsigned: 0 };
}
