import { allValues, type EffectiveUnit, effectiveUnit, lastValue } from "./effective.ts";
import type { Manager } from "./manager.ts";
import { parseUnitName, templateOf } from "./unit-name.ts";

/** One reason why a unit starts. */
export interface Activation {
  /** What starts it: a unit's name, or a bus name. */
  readonly by: string;
  readonly trigger: string;
}

/** A start from outside the unit files: a D-Bus service file, a udev rule. */
export interface OutsideActivation extends Activation {
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
      const accept = /^(yes|true|on|1)$/i.test(lastValue(unit, "Socket", "Accept") ?? "");
      return lastValue(unit, "Socket", "Service") ?? (accept ? `${stem}@.service` : `${stem}.service`);
    }
    default:
      return null;
  }
}

/** Gather all reasons for starting, from links, activating units, dependencies and outside. */
export function findActivations(manager: Manager, outside: readonly OutsideActivation[]): Activations {
  const all = new Map<string, Activation[]>();
  const add = (unit: string, activation: Activation) => {
    const { realName } = effectiveUnit(manager, unit);
    const template = manager.units.has(realName) ? null : templateOf(realName);
    for (const name of template === null ? [realName] : [realName, template]) {
      const known = all.get(name) ?? [];
      if (!known.some(({ by }) => by === activation.by)) all.set(name, [...known, activation]);
    }
  };
  const start = manager.scope === "system" ? "boot" : "login";
  for (const link of manager.links) add(link.file.name, { by: targetOf(link.below), trigger: start });
  for (const { unit, by, trigger } of outside) add(unit, { by, trigger });
  for (const name of manager.units.keys()) {
    const unit = effectiveUnit(manager, name);
    const started = unit.masked || unit.realName !== name ? null : activatedUnit(unit);
    const type = parseUnitName(name)?.type ?? "";
    if (started !== null) add(started, { by: name, trigger: TRIGGERS[type] ?? type });
    for (const other of unit.realName === name ? dependenciesOf(unit) : [])
      add(other, { by: name, trigger: "dependency" });
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

function isReached(all: ReadonlyMap<string, readonly Activation[]>, name: string, seen: Set<string>): boolean {
  if (name.endsWith(".target") && !all.has(name)) return true;
  if (seen.has(name)) return false;
  seen.add(name);
  const activations = all.get(name) ?? [];
  return activations.some(
    ({ by }) => by.endsWith(".target") || !by.includes(".") || isBusName(all, by) || isReached(all, by, seen),
  );
}

/** A name that no unit has: it comes from outside, and is always listening. */
function isBusName(all: ReadonlyMap<string, readonly Activation[]>, by: string): boolean {
  return parseUnitName(by) === null || (!all.has(by) && !/\.(service|timer|socket|path|automount|mount)$/.test(by));
}
