import type { Entry, State } from "../entries/entry.ts";
import { parseExecLine } from "../parse/exec-line.ts";
import type { UnitSetting } from "../parse/unit-file.ts";
import { type Activations, activatedUnit } from "./activation.ts";
import { aliasTarget, type EffectiveUnit, effectiveUnit, isSet, lastValue, loadUnit } from "./effective.ts";
import { type ExecContext, environmentOf, execFields } from "./exec-fields.ts";
import { isMask, type UnitFile } from "./manager.ts";
import { type TimerTimes, timerWhen } from "./timer-when.ts";
import { timerSchedule } from "./timer-words.ts";
import { expandSpecifiers, parseUnitName } from "./unit-name.ts";
import { TRANSIENT } from "./unit-path.ts";

/** What a manager's entries are made from. */
export interface UnitContext extends ExecContext {
  readonly activations: Activations;
  readonly timerTimes: TimerTimes;
}

/** Settings whose value is a command. */
const EXEC_KEY = /^Exec(Condition|StartPre|Start|StartPost|Reload|ReloadPost|Stop|StopPre|StopPost)$/;

/** What an activating unit waits for, by its type. */
const TRIGGERS: Readonly<Record<string, string>> = {
  timer: "timer",
  socket: "connection",
  path: "file_event",
  automount: "mount_access",
};

/** Entries of one unit file: one for each command, or one for the unit when it has none. */
export function unitEntries(context: UnitContext, unit: UnitFile): Entry[] {
  const { manager } = context;
  const name = unit.file.name;
  if (isMask(unit)) return [{ name, command: null, payload: null, state: "masked", trigger: "config" }];
  const effective = effectiveUnit(manager, name);
  if (manager.units.get(name)?.[0] !== unit) {
    return commandEntries(context, unit, name).map((entry) => ({
      ...entry,
      state: effective.masked ? "masked" : "shadowed",
    }));
  }
  if (aliasTarget(manager, unit) !== null) return [startEntry(context, name, effective.realName)];
  if (activatedUnit(effective) !== null) return activatorEntries(context, unit, effective);
  return commandEntries(context, unit, name);
}

/** The entry of a name in `.wants` and its like; what it leads to counts for nothing where the unit path lacks that name. */
export function linkEntry(context: UnitContext, link: UnitFile): Entry {
  const { name } = link.file;
  const stray = link.settings.length > 0 && link.file.real !== "/dev/null" ? link : null;
  const unit = stray === null ? effectiveUnit(context.manager, name) : loadUnit(context.manager, name, stray);
  const entry = entryOfStart(context, name, unit);
  return unit.fragment !== null && unit.fragment === stray ? { ...entry, state: "ignored" } : entry;
}

/** The entry of something that starts a unit by name: an activating unit, an alias. */
function startEntry(context: UnitContext, name: string, activates: string): Entry {
  return entryOfStart(context, name, effectiveUnit(context.manager, activates));
}

/** What a timer, socket or path that is started will start in its turn is the command. */
function entryOfStart(context: UnitContext, name: string, unit: EffectiveUnit): Entry {
  const missing = unit.fragment === null;
  const started = activatedUnit(unit);
  const run = started === null ? unit : effectiveUnit(context.manager, started);
  return {
    name,
    activates: unit.name,
    trigger: triggerOf(context, unit),
    runsAs: runsAs(context, run),
    ...mainCommand(context, run),
    state: missing ? "dangling" : unit.masked ? "masked" : "enabled",
  };
}

function activatorEntries(context: UnitContext, unit: UnitFile, effective: EffectiveUnit): Entry[] {
  const activates = activatedUnit(effective) as string;
  const schedule = timerSchedule(effective);
  const type = parseUnitName(effective.name)?.type;
  const listens = unit.settings.filter(({ key }) => /^(Listen|Path|Directory|Make|Where)/.test(key));
  return [
    {
      ...startEntry(context, effective.name, activates),
      trigger: TRIGGERS[type ?? ""] ?? "mount_access",
      ...(type === "timer" ? { schedule: schedule.words, scheduleRaw: schedule.raw } : {}),
      ...(type === "timer" ? { when: timerWhen(context.manager, effective, context.timerTimes) } : {}),
      ...(listens.length === 0 ? {} : { raw: listens.map(({ raw }) => raw).join("; ") }),
      state: stateOf(context, effective),
      activatedBy: context.activations.of(effective.realName).map(({ by }) => by),
    },
    ...ownCommands(context, unit, effective),
  ];
}

/** One entry per `Exec*=` command of a file, as part of the unit `name`. */
function commandEntries(context: UnitContext, file: UnitFile, name: string): Entry[] {
  const unit = effectiveUnit(context.manager, name);
  const entries = ownCommands(context, file, unit);
  return entries.length > 0 ? entries : [{ ...common(context, unit), command: null, payload: null }];
}

/** The commands of a file; those in a section that its manager does not look into are ignored. */
function ownCommands(context: UnitContext, file: UnitFile, unit: EffectiveUnit): Entry[] {
  const settings = file.settings.filter(({ key, value }) => EXEC_KEY.test(key) && value !== "");
  return settings.flatMap((setting) => {
    const made = commandEntry(context, setting, unit);
    if (setting.section !== sectionOf(unit)) return made.map((entry) => ({ ...entry, state: "ignored" as const }));
    const inForce = unit.settings.some(({ from, line }) => from === file && line === setting.line);
    return inForce || unit.masked ? made : made.map((entry) => ({ ...entry, state: "shadowed" as const }));
  });
}

/** `[Service]` for `x.service`, `[Socket]` for `x-.socket.d`. */
function sectionOf({ name }: EffectiveUnit): string {
  const type = /([a-z]+)(?:\.d)?$/.exec(name)?.[1] ?? "";
  return type.slice(0, 1).toUpperCase() + type.slice(1);
}

/** Entries of a drop-in: its commands, or what else it sets. A directory for many units is told as such. */
export function dropInEntries(context: UnitContext, dropIn: UnitFile): Entry[] {
  const name = (dropIn.below ?? "").replace(/\.d$/, "");
  const type = parseUnitName(name);
  const many = type === null || type.stem.endsWith("-");
  const entries = commandEntries(context, dropIn, many ? `${name}.d` : name);
  if (isMask(dropIn)) return [{ name, command: null, payload: null, state: "masked" }];
  const settings = dropIn.settings.map(({ raw }) => raw).join("; ");
  return entries.map((entry): Entry => {
    const told = entry.command === null ? { ...entry, raw: settings, environment: environmentLines(dropIn) } : entry;
    if (many)
      return {
        ...told,
        name: `${type === null ? "*" : type.stem}*.${type?.type ?? name}`.replace("**", "*"),
        state: "enabled",
      };
    const unit = effectiveUnit(context.manager, name);
    if (unit.fragment === null) return { ...told, state: "dangling" };
    return unit.dropIns.includes(dropIn) || unit.masked ? told : { ...told, state: "shadowed" };
  });
}

function environmentLines(dropIn: UnitFile): string[] {
  return dropIn.settings
    .filter(({ key }) => /^(Environment|EnvironmentFile|PassEnvironment)$/.test(key))
    .map(({ raw }) => raw);
}

function commandEntry(context: UnitContext, setting: UnitSetting, unit: EffectiveUnit): Entry[] {
  return parseExecLine(setting.value).map((exec) => ({
    ...common(context, unit),
    line: setting.line,
    key: setting.key,
    raw: setting.raw,
    command: setting.value,
    ...execFields(context, exec, unit),
    ...(exec.prefix.includes("+") && context.manager.scope === "system" ? { runsAs: "root" } : {}),
  }));
}

function common(context: UnitContext, unit: EffectiveUnit): Omit<Entry, "command"> {
  return {
    name: unit.name,
    trigger: triggerOf(context, unit),
    runsAs: runsAs(context, unit),
    state: stateOf(context, unit),
    environment: environmentOf(unit),
    activatedBy: context.activations.of(unit.realName).map(({ by }) => by),
  };
}

/** Command and argument vector of the first `ExecStart=` of a unit; drop-ins alone make none. */
function mainCommand(context: UnitContext, unit: EffectiveUnit): Pick<Entry, "command" | "argv" | "payload"> {
  const settings = unit.fragment === null ? [] : unit.settings;
  const commands = settings.filter(({ section, key }) => section === sectionOf(unit) && EXEC_KEY.test(key));
  const start = commands.find(({ key }) => key === "ExecStart") ?? commands[0];
  const [exec] = parseExecLine(start?.value ?? "");
  if (start === undefined || exec === undefined) return { command: null, payload: null };
  return { command: start.value, ...execFields(context, exec, unit) };
}

function runsAs({ manager }: UnitContext, unit: EffectiveUnit): string | null {
  if (manager.scope === "user") return manager.home === null ? "*" : manager.home.user;
  const user = lastValue(unit, "Service", "User");
  if (user !== null) return expandSpecifiers(user, unit.name, null);
  return isSet(unit, "Service", "DynamicUser") ? "(dynamic)" : "root";
}

function triggerOf({ activations, manager: { start } }: UnitContext, unit: EffectiveUnit): string {
  const triggers = activations.of(unit.realName).map(({ trigger }) => trigger);
  return triggers.includes(start) ? start : (triggers.find((t) => t !== "dependency") ?? triggers[0] ?? "dependency");
}

/** Would it start? What a manager made for itself has started; `disabled` could be enabled by its [Install] section, `static` only by others. */
function stateOf({ activations }: UnitContext, unit: EffectiveUnit): State {
  if (unit.masked) return "masked";
  if (TRANSIENT.test(unit.fragment?.file.path ?? "")) return "enabled";
  if (activations.isReached(unit.realName)) return "enabled";
  return unit.settings.some(({ section }) => section === "Install") ? "disabled" : "static";
}
