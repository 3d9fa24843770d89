import type { LosslessString } from "@livetriage/triage-core/text";
import type { Entry, EntryFile, Home } from "../entries/entry.ts";
import { findActivations, type OutsideActivation } from "./activation.ts";
import { createManager, isMask, type Manager, type RankedFile, type UnitFile } from "./manager.ts";
import type { TimerTimes } from "./timer-when.ts";
import { dropInEntries, linkEntry, type UnitContext, unitEntries } from "./unit-entries.ts";
import { templateOf } from "./unit-name.ts";
import { GLOBAL_USER_UNIT_PATH, HOME_UNIT_PATH, SYSTEM_UNIT_PATH } from "./unit-path.ts";

/** An entry, the file that it is in, and the mechanism that it is, where that is not the one that found the file. */
export interface JoinedEntry {
  readonly file: EntryFile;
  readonly entry: Entry;
  readonly mechanism: string | null;
}

/** What was found outside the unit files and decides about them. */
export interface Surroundings {
  readonly homes: readonly Home[];
  readonly outside: readonly OutsideActivation[];
  /** Users whose managers start at boot. */
  readonly lingering: ReadonlySet<LosslessString | null>;
  readonly environmentFiles: ReadonlyMap<LosslessString, string>;
  readonly timerTimes: TimerTimes;
}

/** The entries of all unit files, drop-ins and links, each seen as the manager that reads it would. */
export function joinUnits(files: readonly EntryFile[], surroundings: Surroundings): JoinedEntry[] {
  const byHome = Map.groupBy(files, (file) => homeOf(file, surroundings.homes)?.path ?? null);
  const ofSystem = byHome.get(null) ?? [];
  const system = rankedFiles(ofSystem, SYSTEM_UNIT_PATH, null);
  const global = rankedFiles(ofSystem, GLOBAL_USER_UNIT_PATH, null);
  return [
    ...managerEntries(createManager({ scope: "system", start: "boot", home: null }, system), system, surroundings),
    ...managerEntries(createManager({ scope: "user", start: "login", home: null }, global), global, surroundings),
    ...[...byHome.values()].flatMap((ofHome) => {
      const home = homeOf(ofHome[0] as EntryFile, surroundings.homes);
      if (home === null) return [];
      const own = rankedFiles(ofHome, HOME_UNIT_PATH, home);
      const later = global.map((ranked) => ({ ...ranked, rank: ranked.rank + HOME_UNIT_PATH.length }));
      const start = surroundings.lingering.has(home.user) ? "boot" : "login";
      return managerEntries(createManager({ scope: "user", start, home }, [...own, ...later]), own, surroundings);
    }),
  ];
}

const RUNTIME = /^\/run\/user\/(\d+)\//;

/** Whose manager reads a file: that of its home, or of the uid whose runtime directory it is in. */
function homeOf(file: EntryFile, homes: readonly Home[]): Home | null {
  const uid = RUNTIME.exec(file.path)?.[1];
  if (uid === undefined) return file.home;
  const user = file.userName(Number(uid));
  const known = user === null ? undefined : homes.find((home) => home.user === user);
  return known ?? { path: `/run/user/${uid}`, user, inferred: false };
}

/** The paths of all files that services take variables from. */
export function environmentFilePaths(files: readonly EntryFile[]): LosslessString[] {
  const lines = files.flatMap(({ text }) => text.match(/^[ \t]*EnvironmentFile\s*=\s*-?\/[^\n%$*]*/gm) ?? []);
  return [...new Set(lines.map((line) => line.replace(/^[^=]*=\s*-?/, "").trim()))];
}

function managerEntries(manager: Manager, ranked: readonly RankedFile[], surroundings: Surroundings): JoinedEntry[] {
  const own = new Set(ranked.map(({ file }) => file));
  const outside = manager.scope === "system" ? surroundings.outside : [];
  const context: UnitContext = {
    manager,
    activations: findActivations(manager, outside),
    environmentFiles: surroundings.environmentFiles,
    timerTimes: surroundings.timerTimes,
  };
  const units = [...manager.units.values()].flat();
  const dropIns = [...manager.dropIns.values()].flat();
  return [
    ...ownEntries(units, own, (unit) => unitEntries(context, unit)),
    ...ownEntries(dropIns, own, (dropIn) => dropInEntries(context, dropIn)),
    ...ownEntries(manager.links, own, (link) => [linkEntry(context, link)]),
  ];
}

function ownEntries(
  units: readonly UnitFile[],
  own: ReadonlySet<EntryFile>,
  make: (unit: UnitFile) => Entry[],
): JoinedEntry[] {
  return units
    .filter(({ file }) => own.has(file))
    .flatMap((unit) => make(unit).map((entry) => ({ file: unit.file, entry, mechanism: mechanismOf(unit, entry) })));
}

function mechanismOf(unit: UnitFile, entry: Entry): string | null {
  if (unit.below === null && isMask(unit)) return "systemd_mask";
  if (unit.file.link !== null && templateOf(unit.file.name) !== null) return "systemd_instance";
  return unit.below === null && entry.activates !== undefined && unit.file.link !== null ? "systemd_alias" : null;
}

/** Files of a search path with their rank. `~` stands for the home, `*` for one component. */
function rankedFiles(files: readonly EntryFile[], path: readonly string[], home: EntryFile["home"]): RankedFile[] {
  const directories = path.map((directory) => toExpression(directory, home?.path ?? ""));
  return files.flatMap((file) => {
    const rank = directories.findIndex((directory) => directory.test(file.path));
    const below = directories[rank]?.exec(file.path)?.[1];
    return rank < 0 ? [] : [{ file, rank, below: below ?? null }];
  });
}

/** Matches a file in a directory of the path (no group), or one level below it (group 1). */
function toExpression(directory: string, home: string): RegExp {
  const literal = directory
    .replace("~", home)
    .replace(/[.+^$()|[\]\\{}?]/g, "\\$&")
    .replaceAll("*", "[^/]+");
  return new RegExp(`^${literal}/(?:([^/]+)/)?[^/]+$`, "s");
}
