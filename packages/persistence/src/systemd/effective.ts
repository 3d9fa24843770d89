import type { UnitSetting } from "../parse/unit-file.ts";
import { isMask, type Manager, type UnitFile } from "./manager.ts";
import { dropInDirectories, parseUnitName, templateOf } from "./unit-name.ts";

/** A setting and the file that it comes from. */
export interface EffectiveSetting extends UnitSetting {
  readonly from: UnitFile;
}

/** A unit as its manager would load it. */
export interface EffectiveUnit {
  /** The name asked for. */
  readonly name: string;
  /** The name behind an alias. */
  readonly realName: string;
  readonly fragment: UnitFile | null;
  readonly dropIns: readonly UnitFile[];
  readonly masked: boolean;
  /** What is in force: values reset by a later empty one are gone. */
  readonly settings: readonly EffectiveSetting[];
}

const MAX_ALIASES = 8;

/** A unit as it is loaded, once for each name. */
export function effectiveUnit(manager: Manager, name: string): EffectiveUnit {
  const unit = manager.loaded.get(name) ?? loadUnit(manager, name);
  manager.loaded.set(name, unit);
  return unit;
}

/**
 * Load a unit: aliases, template, masks, drop-ins of every kind and resets of lists. A `stray` file stands in where the
 * unit path has none of this name.
 *
 * Source: systemd.unit(5).
 */
export function loadUnit(manager: Manager, name: string, stray: UnitFile | null = null): EffectiveUnit {
  const realName = realNameOf(manager, name);
  const fragment = findFragment(manager, realName) ?? stray;
  const masked = fragment !== null && isMask(fragment);
  const names = realName === name ? [name] : [realName, name];
  const dropIns = findDropIns(manager, names.flatMap(dropInDirectories));
  const files = fragment === null ? dropIns : [fragment, ...dropIns];
  return { name, realName, fragment, dropIns, masked, settings: masked ? [] : mergeSettings(files) };
}

/** The file that wins for a name; an instance without one of its own uses the template's. */
function findFragment(manager: Manager, name: string): UnitFile | null {
  const template = templateOf(name);
  return manager.units.get(name)?.[0] ?? (template === null ? null : (manager.units.get(template)?.[0] ?? null));
}

/** A link in the unit path to a unit of another name is an alias for it, when that name is in the path as well. */
export function aliasTarget(manager: Manager, unit: UnitFile): string | null {
  const target = unit.file.link === null ? null : lastPart(unit.file.link);
  if (target === null || target === unit.file.name || isMask(unit)) return null;
  return manager.units.has(target) ? target : null;
}

/** The name at the end of its aliases. */
export function realNameOf(manager: Manager, name: string): string {
  let at = name;
  for (let hops = 0; hops < MAX_ALIASES; hops++) {
    const target = aliasOf(manager, at);
    if (target === null) break;
    at = target;
  }
  return at;
}

/** The name behind one step of aliasing; an instance follows the alias of its template. */
function aliasOf(manager: Manager, name: string): string | null {
  const own = manager.units.get(name)?.[0];
  if (own !== undefined) return aliasTarget(manager, own);
  const template = templateOf(name);
  const alias = template === null ? null : aliasOf(manager, template);
  return alias === null ? null : alias.replace("@.", `@${parseUnitName(name)?.instance ?? ""}.`);
}

/** Drop-ins in order of their file names; of equal names the more specific directory, then the better rank wins. */
function findDropIns(manager: Manager, directories: readonly string[]): UnitFile[] {
  const byName = new Map<string, UnitFile>();
  for (const directory of directories) {
    for (const dropIn of manager.dropIns.get(directory) ?? []) {
      if (dropIn.file.name.endsWith(".conf") && !byName.has(dropIn.file.name)) byName.set(dropIn.file.name, dropIn);
    }
  }
  return [...byName]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, dropIn]) => dropIn)
    .filter((dropIn) => !isMask(dropIn));
}

/** Settings of all files in order; an empty value takes back the earlier ones of its key. */
function mergeSettings(files: readonly UnitFile[]): EffectiveSetting[] {
  const byKey = new Map<string, EffectiveSetting[]>();
  for (const from of files) {
    for (const setting of from.settings) {
      const key = `${setting.section}\0${setting.key}`;
      const known = byKey.get(key);
      if (known === undefined || setting.value === "")
        byKey.set(key, setting.value === "" ? [] : [{ ...setting, from }]);
      else known.push({ ...setting, from });
    }
  }
  return [...byKey.values()].flat();
}

/** The last value of a key, null when it has none. */
export function lastValue(unit: EffectiveUnit, section: string, key: string): string | null {
  return unit.settings.findLast((s) => s.section === section && s.key === key)?.value ?? null;
}

/** Is the last value of a key a yes? Source: systemd parse-util.c, parse_boolean() */
export function isSet(unit: EffectiveUnit, section: string, key: string): boolean {
  return /^(?:1|y|yes|t|true|on)$/i.test(lastValue(unit, section, key) ?? "");
}

/** All values of a key. */
export function allValues(unit: EffectiveUnit, section: string, key: string): string[] {
  return unit.settings.filter((s) => s.section === section && s.key === key).map(({ value }) => value);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
