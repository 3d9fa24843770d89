import { splitLines } from "@livetriage/triage-core/text";
import type { PlacedEntry } from "../candidate.ts";
import { payloadOfShell } from "../parse/payload.ts";
import { parseAuthorizedKeys } from "./auth.ts";
import { parseAutostart } from "./desktop.ts";
import type { Entry, EntryFile } from "./entry.ts";
import { iniCommands } from "./more.ts";
import { parseSourced } from "./sourced.ts";

const unitCommands = iniCommands(/^Exec/);

/** What a file of the skeleton will start in each new home. */
export function parseSkeleton(file: EntryFile): readonly Entry[] {
  if (file.name.endsWith(".desktop")) return parseAutostart(file);
  if (file.name.startsWith("authorized_keys")) return parseAuthorizedKeys(file);
  return /\/systemd\/user\//.test(file.path) ? unitCommands(file) : parseSourced(file);
}

/**
 * Take the lines that a home's shell files have from /etc/skel out of their commands: what is left is what someone
 * added. A file without lines of its own keeps them all.
 */
export function dropSkeletonLines(entries: readonly PlacedEntry[]): PlacedEntry[] {
  const skeletons = new Map<string, ReadonlySet<string>>(
    entries.flatMap(({ mechanism, place, entry }) =>
      mechanism.id === "skeleton" ? [[place.file.path, new Set(splitLines(entry.command ?? ""))] as const] : [],
    ),
  );
  return entries.map((one) => {
    const { file } = one.place;
    const known = file.home === null ? undefined : skeletons.get(`/etc/skel${file.path.slice(file.home.path.length)}`);
    if (known === undefined || one.entry.script !== true || one.entry.command === null) return one;
    const own = splitLines(one.entry.command).filter((line) => !known.has(line));
    if (own.length === 0) return one;
    const command = own.join("\n");
    return { ...one, entry: { ...one.entry, command, payload: payloadOfShell(command) } };
  });
}
