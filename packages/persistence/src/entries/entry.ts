import type { FileType } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Payload } from "../parse/payload.ts";
import type { Origin } from "../provenance/origin.ts";
import type { When } from "../schedule/calendar.ts";

/** A directory in which someone's own files start things. */
export interface Home {
  readonly path: LosslessString;
  /** Name in passwd; for a directory of /home that no account has, the directory's own name. */
  readonly user: LosslessString | null;
  /** The name was not in passwd. */
  readonly inferred: boolean;
}

/** A file at a mechanism's place, as its parser gets it. */
export interface EntryFile {
  readonly path: LosslessString;
  /** Last component of path. */
  readonly name: LosslessString;
  /** Content; empty when it was not or could not be read. */
  readonly text: LosslessString;
  /** Type of what path leads to. */
  readonly type: FileType;
  readonly size: bigint;
  /** Permission bits of what path leads to. */
  readonly mode: number;
  readonly executable: boolean;
  /** Name in passwd of the owner of what path leads to. */
  readonly owner: LosslessString | null;
  /** Where path points when it is a symbolic link. */
  readonly link: LosslessString | null;
  /** The link's end, null when there is none. */
  readonly real: LosslessString | null;
  /** Home that it was found in, and whose. */
  readonly home: Home | null;
  /** `ID` and `ID_LIKE` of the host's os-release. */
  readonly distribution: readonly string[];
  /** Name of a uid in the host's passwd. */
  userName(uid: number): string | null;
}

export type State =
  | "enabled"
  | "disabled"
  | "static"
  | "masked"
  | "hidden"
  | "ignored"
  | "dangling"
  | "shadowed"
  | "unreadable"
  | "truncated";

/** One thing that a file starts. What is absent is what the mechanism says, or unknown. */
export interface Entry {
  readonly line?: number | null;
  readonly key?: string;
  readonly name?: LosslessString;
  readonly trigger?: string;
  readonly schedule?: string;
  readonly scheduleRaw?: string;
  readonly when?: When;
  readonly runsAs?: LosslessString | null;
  /** The uid that the file names as the one it runs as. */
  readonly uid?: number;
  readonly command: LosslessString | null;
  readonly argv?: readonly LosslessString[];
  readonly interpreter?: string;
  readonly environment?: readonly LosslessString[];
  readonly state?: State;
  readonly raw?: LosslessString;
  /** The file is a script of which this is the whole. */
  readonly script?: true;
  /** Lines that start something, of an executed script; asked for only where the script is not as a package brought it. */
  readonly commands?: () => readonly LosslessString[];
  /** What it really starts; derived from argv or command when absent, null when it starts no program. */
  readonly payload?: Payload | null;
  /** A program without which the entry is off (`TryExec`). */
  readonly requires?: LosslessString;
  readonly activates?: string;
  readonly activatedBy?: readonly string[];
  /** Where it comes from, when that is not where its file does. */
  readonly origin?: Origin;
  readonly signals?: readonly string[];
  readonly context?: readonly string[];
}

/** Find the entries of a file. Pure. */
export type ParseEntries = (file: EntryFile) => readonly Entry[];
