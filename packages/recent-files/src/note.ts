import type { FileStat } from "@livetriage/triage-core";
import type { Candidate } from "./candidate.ts";
import type { Details } from "./read-details.ts";

/** A kept file with what was read of it. */
export interface Subject extends Omit<Candidate, "stat">, Pick<Details, "kind" | "packaged" | "owner"> {
  readonly stat: Pick<FileStat, "type" | "mode" | "mtime_ns" | "ctime_ns">;
  /** All of lstat; null when the file was not there any more. */
  readonly whole: FileStat | null;
}

/** A fact of a file by its id, and when it applies. */
export interface Note {
  readonly id: string;
  readonly doc: string;
  applies(file: Subject, nowNs: bigint): boolean;
}

export const SECOND_NS = 1_000_000_000n;
export const DAY_NS = 86_400n * SECOND_NS;
