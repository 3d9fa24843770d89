import type { LosslessString } from "@livetriage/triage-core/text";
import type { EntryFile } from "./entry.ts";

/** A place that a file's content names. */
export interface Inclusion {
  /** Absolute, or `~/` below the file's own home, or every home for a file of the system. */
  readonly glob: LosslessString;
  /** Id of the mechanism that looks there; the file's own when absent. */
  readonly mechanism?: string;
}

/** The places that a file names. Pure. */
export type FindInclusions = (file: EntryFile) => readonly Inclusion[];

/** How lines that include others look. */
interface InclusionRules {
  /** Group `path`, several of them divided by blanks. */
  readonly match: RegExp;
  /** Directory of relative paths. */
  readonly base: string;
  /** The path is, or may be, a directory whose files are included. */
  readonly directory?: true | "maybe";
  readonly mechanism?: string;
}

/** Inclusions of the lines that match. */
export function inclusionsMatching({ match, base, directory, mechanism }: InclusionRules): FindInclusions {
  const all = new RegExp(match.source, `${match.flags}gm`);
  return ({ text }) =>
    [...text.matchAll(all)].flatMap(({ groups }) =>
      (groups?.["path"] ?? "").split(/[\s,]+/).flatMap((word) => {
        const path = toGlob(word, base);
        if (path === null) return [];
        const glob = `${path.replace(/\/$/, "")}${directory === true ? "/*" : directory === "maybe" ? "{,/*}" : ""}`;
        return [mechanism === undefined ? { glob } : { glob, mechanism }];
      }),
    );
}

/** A path of a configuration file as a glob of ours; null when it is none or holds what we do not expand. */
function toGlob(word: string, base: string): string | null {
  const bare = word.replace(/^["']|["';]+$/g, "").replace(/^(?:\$HOME|\$\{HOME\}|%h)(?=\/)/, "~");
  if (bare === "" || bare === "none") return null;
  const path = (/^[~/]/.test(bare) ? bare : `${base}/${bare}`).replaceAll("%%", "%").replaceAll(/%[uU]/g, "*");
  return /^[~/]/.test(path) && isTame(path) ? path : null;
}

/** The host wrote it: no classes or braces, one component with few wildcards, no way up. */
export function isTame(glob: string): boolean {
  const wild = glob.split("/").filter((part) => /[*?]/.test(part));
  return wild.length <= 1 && !/\*\*|(?:[*?][^*?]*){4}/.test(wild[0] ?? "") && !/[[\]{}\\$\0\n]|\.\./.test(glob);
}
