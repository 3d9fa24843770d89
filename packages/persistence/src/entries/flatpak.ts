import { COMMAND_VARIABLE } from "../parse/shell-script.ts";
import { parseUnitFile, type UnitSetting } from "../parse/unit-file.ts";
import type { Entry, EntryFile } from "./entry.ts";

/** Places that an application may write to and that others start programs from. */
const OPEN_PLACE = /^(?:host|host-os|host-etc|home|~|\/|\/home|\/etc|xdg-config|xdg-data)(?:\/|$)/;

/** Bus names through which an application has something started outside of its sandbox. */
const STARTING_NAME = /^(?:org\.freedesktop\.(?:Flatpak|systemd1)(?:\..*)?|\*)$/;

/** What an override lets a Flatpak application start outside of its sandbox, or puts into it. Source: flatpak-metadata(5), flatpak-override(1). */
export function parseFlatpakOverride(file: EntryFile): Entry[] {
  return parseUnitFile(file.text)
    .filter(counts)
    .map(({ key, value, line, raw }) => ({ line, key, name: file.name, command: value, payload: null, raw }));
}

function counts({ section, key, value }: UnitSetting): boolean {
  if (section === "Environment") return COMMAND_VARIABLE.test(key);
  if (/^(?:Session|System) Bus Policy$/.test(section)) return STARTING_NAME.test(key) && /^(?:talk|own)$/.test(value);
  return section === "Context" && key === "filesystems" && value.split(";").some(isOpen);
}

/** `home` and `home:create`, not `home:ro` or `!home`. */
function isOpen(place: string): boolean {
  const [path = "", mode] = place.trim().split(":");
  return OPEN_PLACE.test(path) && mode !== "ro";
}
