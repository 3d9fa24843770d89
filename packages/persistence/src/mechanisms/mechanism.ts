import type { FileStat } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { EntryFile, ParseEntries } from "../entries/entry.ts";
import type { FindInclusions } from "../entries/inclusion.ts";

/** Distributions as the places of a mechanism differ among them; `any` is all of them. */
export const FAMILIES = ["any", "debian", "rhel", "suse", "arch", "alpine", "void", "gentoo", "slackware"] as const;

export type Family = (typeof FAMILIES)[number];

/** One way in which Linux starts something, as data. */
export interface Mechanism {
  /** Stable, snake_case. */
  readonly id: string;
  /** Row of the catalogue of persistence mechanisms. */
  readonly row: number;
  /** MITRE ATT&CK. */
  readonly technique: string;
  /** What it is, in a few words. */
  readonly doc: string;
  readonly trigger: string;
  /** Globs by family: `{a,b}`, `*`, `?`, `[…]`, `**` for up to four levels, `~/` for every home. */
  readonly paths: Partial<Readonly<Record<Family, readonly string[]>>>;
  /** Who its commands run as when the entry does not say: `root`, `*` for whoever acts, or what the file itself says. In a home it is the home's user. */
  readonly runsAs: "root" | "*" | ((file: EntryFile) => LosslessString | null);
  /** Which of the names found count, by lstat; all when absent. */
  readonly wants?: (stat: FileStat) => boolean;
  /** The file's content is not needed. */
  readonly unread?: true;
  /** Packages bring files here by the thousand: only those that are not as a package brought them are entries. */
  readonly foreignOnly?: true;
  /** Its entries depend on other files: they are made by `joinUnits`, not by `parse`. */
  readonly joined?: true;
  /** Found often and rarely meant: looked at with `mechanisms=all` only. */
  readonly rare?: true;
  /** Further places that a file of the mechanism names. */
  readonly includes?: FindInclusions;
  readonly parse: ParseEntries;
}
