import type { FileStat } from "@livetriage/triage-core";
import type { EntryFile } from "./entries/entry.ts";
import type { Mechanism } from "./mechanisms/mechanism.ts";

/** A file at the place of one or more mechanisms. */
export interface Place {
  readonly file: EntryFile;
  readonly mechanisms: readonly Mechanism[];
  /** The glob that led to it. */
  readonly source: string;
  /** lstat of the path. */
  readonly stat: FileStat | null;
  /** lstat of what it leads to. */
  readonly real: FileStat | null;
  /** The bytes of its file, where all of them were read. */
  readonly content?: Uint8Array | undefined;
  /** Its content stopped at the cap. */
  readonly cut: boolean;
  /** Why it could not be read, as errno; null when it was. */
  readonly trouble: string | null;
}

/** Does this errno say that a link leads nowhere? */
export function isMissing(errno: string): boolean {
  return errno === "ENOENT" || errno === "ENOTDIR" || errno === "ELOOP";
}

/** A unit that could be read, or a link whose end is not there: its name alone counts. */
export function isJoinable({ trouble }: Place): boolean {
  return trouble === null || isMissing(trouble);
}
