import type { LosslessString } from "@livetriage/triage-core/text";
import type { EntryFile } from "../entries/entry.ts";
import { parseUnitFile, type UnitSetting } from "../parse/unit-file.ts";
import type { EffectiveUnit } from "./effective.ts";

/** A file below a directory of the unit path. */
export interface UnitFile {
  readonly file: EntryFile;
  /** Place of its directory in the search order; lower wins. */
  readonly rank: number;
  /** Directory below the unit path: null for a unit, `x.service.d`, `y.target.wants`. */
  readonly below: LosslessString | null;
  readonly settings: readonly UnitSetting[];
}

/** What one manager (the system's, or a user's) finds in its search path. */
export interface Manager {
  readonly scope: "system" | "user";
  /** When it starts what is linked to its targets. */
  readonly start: "boot" | "login";
  readonly home: EntryFile["home"];
  /** Unit files by name, the one that wins first. */
  readonly units: ReadonlyMap<LosslessString, readonly UnitFile[]>;
  /** Drop-ins by directory name (`x.service.d`). */
  readonly dropIns: ReadonlyMap<LosslessString, readonly UnitFile[]>;
  /** Entries of `.wants`, `.requires` and `.upholds` directories. */
  readonly links: readonly UnitFile[];
  /** Units that were loaded, by name. */
  readonly loaded: Map<string, EffectiveUnit>;
}

/** A file and where in the search order it stands. */
export interface RankedFile {
  readonly file: EntryFile;
  readonly rank: number;
  readonly below: LosslessString | null;
}

/** Sort the files of a search path into units, drop-ins and links. */
export function createManager(
  { scope, start, home }: Pick<Manager, "scope" | "start" | "home">,
  files: readonly RankedFile[],
): Manager {
  const parsed = files
    .map((ranked): UnitFile => ({ ...ranked, settings: parseUnitFile(ranked.file.text) }))
    .toSorted((a, b) => a.rank - b.rank || (a.file.path < b.file.path ? -1 : 1));
  const isLink = (unit: UnitFile) => /\.(wants|requires|upholds)$/.test(unit.below ?? "");
  return {
    scope,
    start,
    home,
    units: Map.groupBy(
      parsed.filter(({ below }) => below === null),
      ({ file }) => file.name,
    ),
    dropIns: Map.groupBy(
      parsed.filter(({ below }) => below?.endsWith(".d") === true),
      ({ below }) => below as string,
    ),
    links: parsed.filter(isLink),
    loaded: new Map(),
  };
}

/** A unit that must not start: a link to /dev/null or an empty file. */
export function isMask(unit: UnitFile): boolean {
  return unit.file.real === "/dev/null" || (unit.file.type === "file" && unit.file.size === 0n);
}
