import { type DesktopKey, parseDesktopEntry, parseDesktopExec } from "../parse/desktop-entry.ts";
import { payloadOfArgv } from "../parse/payload.ts";
import type { Entry, EntryFile, State } from "./entry.ts";

/**
 * The program of a desktop file that a session starts.
 *
 * Source: Desktop Application Autostart Specification 0.5.
 */
export function parseAutostart(file: EntryFile): Entry[] {
  if (!file.name.endsWith(".desktop")) return [{ command: null, payload: null, state: "ignored" }];
  const keys = parseDesktopEntry(file.text);
  const tryExec = keys.get("TryExec")?.value;
  return [
    {
      name: keys.get("Name")?.value ?? file.name,
      state: stateOf(keys),
      ...execEntry(keys.get("Exec")),
      ...(tryExec === undefined ? {} : { requires: tryExec }),
    },
  ];
}

/** The entry of an `Exec` key; one without a command when there is none. */
export function execEntry(exec: DesktopKey | undefined): Entry {
  if (exec === undefined) return { command: null, payload: null };
  const argv = parseDesktopExec(exec.value);
  return { line: exec.line, key: "Exec", command: exec.value, argv, payload: payloadOfArgv(argv), raw: exec.raw };
}

function stateOf(keys: ReadonlyMap<string, DesktopKey>): State {
  if (keys.get("Hidden")?.value === "true") return "hidden";
  return keys.get("X-GNOME-Autostart-enabled")?.value.toLowerCase() === "false" ? "disabled" : "enabled";
}
