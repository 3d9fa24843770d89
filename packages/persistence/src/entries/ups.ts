import type { Entry, EntryFile } from "./entry.ts";
import { keysMatching } from "./lines.ts";

const upsCommands = keysMatching("NOTIFYCMD|SHUTDOWNCMD|CMDSCRIPT", { quiet: true });

/** Commands of UPS monitors; all but the shutdown is done by the user that the file names. Source: upsmon.conf(5) */
export function parseUps(file: EntryFile): Entry[] {
  const user = /^[ \t]*RUN_AS_USER\s+(\S+)/m.exec(file.text)?.[1];
  const dropped = user === undefined ? {} : { runsAs: user };
  return upsCommands(file).map((entry) => (entry.key === "NOTIFYCMD" ? { ...entry, ...dropped } : entry));
}
