import { rmSync, statSync, writeFileSync } from "node:fs";
import { EXIT, Exit, reasonOf } from "../exit.ts";
import type { SensorConfig } from "./sensor-config.ts";

/** What switches a sensor off on its host. */
export type KillSwitch = Pick<SensorConfig, "enabled" | "disabled_file">;

/** Looked at so often while something is under way. */
export const KILL_SWITCH_MS = 1_000;

/** Why this host takes no commands, null when it does. A file that cannot be looked at counts as there. */
export function whyDisabled({ enabled, disabled_file }: KillSwitch): string | null {
  if (!enabled) return "the configuration of this host says enabled: false";
  try {
    return statSync(disabled_file, { throwIfNoEntry: false }) === undefined ? null : `${disabled_file} is there`;
  } catch (error) {
    return `${disabled_file} cannot be looked at (${reasonOf(error)})`;
  }
}

/** `livetriage-sensor disable`: takes effect within two seconds, also on what runs. */
export function disable({ disabled_file }: KillSwitch): string {
  change(disabled_file, () => writeFileSync(disabled_file, "", { mode: 0o644 }));
  return `disabled: every command is refused while ${disabled_file} is there\n`;
}

/** `livetriage-sensor enable` */
export function enable(config: KillSwitch): string {
  const { disabled_file } = config;
  change(disabled_file, () => rmSync(disabled_file, { force: true }));
  const why = whyDisabled(config);
  return why === null ? "enabled\n" : `still disabled: ${why}\n`;
}

function change(path: string, doIt: () => void): void {
  try {
    doIt();
  } catch (error) {
    throw new Exit(EXIT.noPerm, `${path} cannot be changed (${reasonOf(error)})`);
  }
}
