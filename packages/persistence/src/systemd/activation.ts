import { allValues, type EffectiveUnit, effectiveUnit, isSet, lastValue, realNameOf } from "./effective.ts";
import type { Manager } from "./manager.ts";
import { parseUnitName, templateOf } from "./unit-name.ts";

/** One reason why a unit starts. */
export interface Activation {
  /** What starts it: a unit's name, or a bus name. */
  readonly by: string;
  readonly trigger: string;
  /** It holds whatever becomes of `by`: a link to a target, an alias, a name on the bus. */
  readonly sure: boolean;
}

/** A start from outside the unit files: a D-Bus service file, a udev rule. */
export interface OutsideActivation extends Omit<Activation, "sure"> {
  readonly unit: string;
}

/** Everything that starts units of one manager. */
export interface Activations {
  of(name: string): readonly Activation[];
  /** It would be started: linked to a target, or started by something that itself would. */
  isReached(name: string): boolean;
}

const TRIGGERS: Readonly<Record<string, string>> = {
  timer: "timer",
  socket: "connection",
  path: "file_event",
  automount: "mount_access",
};

const DEPENDENCIES = [
  "Wants",
  "Requires",
  "Requisite",
  "BindsTo",
  "Upholds",
  "OnFailure",
  "OnSuccess",
  "Also",
] as const;

/**
 * The unit that a timer, path, socket or automount unit starts; null for other types.
 *
 * Source: systemd.timer(5) `Unit=`, systemd.socket(5) `Service=` and `Accept=`, systemd.automount(5).
 */
export function activatedUnit(unit: EffectiveUnit): string | null {
  const parts = parseUnitName(unit.name);
  const stem = unit.name.slice(0, -(parts?.type.length ?? 0) - 1);
  switch (parts?.type) {
    case "timer":
      return lastValue(unit, "Timer", "Unit") ?? `${stem}.service`;
    case "path":
      return lastValue(unit, "Path", "Unit") ?? `${stem}.service`;
    case "automount":
      return `${stem}.mount`;
    case "socket": {
      const template = isSet(unit, "Socket", "Accept") ? "@" : "";
      return lastValue(unit, "Socket", "Service") ?? `${stem}${template}.service`;
    }
    default:
      return null;
  }
}

/** Gather all reasons for starting, from links, activating units, dependencies and outside. */
export function findActivations(manager: Manager, outside: readonly OutsideActivation[]): Activations {
  const all = new Map<string, Activation[]>();
  const add = (unit: string, activation: Activation) => {
    const realName = realNameOf(manager, unit);
    const template = manager.units.has(realName) ? null : templateOf(realName);
    for (const name of template === null ? [realName] : [realName, template]) {
      const known = all.get(name) ?? [];
      if (!known.some(({ by }) => by === activation.by)) all.set(name, [...known, activation]);
    }
  };
  const { start } = manager;
  for (const { file, below } of manager.links) add(file.name, { by: targetOf(below), trigger: start, sure: true });
  for (const { unit, by, trigger } of outside) add(unit, { by, trigger, sure: true });
  for (const name of manager.units.keys()) {
    const unit = effectiveUnit(manager, name);
    if (unit.masked) continue;
    if (unit.realName !== name) {
      add(name, { by: name, trigger: "dependency", sure: isMadeByInstall(manager, name) });
      continue;
    }
    const started = activatedUnit(unit);
    const type = parseUnitName(name)?.type ?? "";
    if (started !== null) add(started, { by: name, trigger: TRIGGERS[type] ?? type, sure: false });
    for (const other of dependenciesOf(unit)) add(other, { by: name, trigger: "dependency", sure: type === "target" });
  }
  return { of: (name) => all.get(name) ?? [], isReached: (name) => isReached(all, name, new Set()) };
}

function dependenciesOf(unit: EffectiveUnit): string[] {
  return DEPENDENCIES.flatMap((key) => allValues(unit, "Unit", key)).flatMap((value) => value.split(/\s+/));
}

/** `multi-user.target` of `multi-user.target.wants`. */
function targetOf(below: string | null): string {
  return (below ?? "").replace(/\.(wants|requires|upholds)$/, "");
}

/** An alias link outside the vendor's directories: enabling its unit made it. */
function isMadeByInstall(manager: Manager, name: string): boolean {
  return manager.units.get(name)?.[0]?.file.path.startsWith("/etc/") === true;
}

function isReached(all: ReadonlyMap<string, readonly Activation[]>, name: string, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  return (all.get(name) ?? []).some(({ by, sure }) => sure || isReached(all, by, seen));
}
