import type { Entry, EntryFile } from "./entry.ts";
import { executableEntry } from "./executable.ts";

const SIGNALS = ["package_database_changed"];

/** A list of digests in dpkg's database, named after its package. */
export function parseDigestList(file: EntryFile): Entry[] {
  return [{ ...nameAndKind(file), command: null, payload: null, signals: SIGNALS }];
}

/** A maintainer script in dpkg's database, named after its package. */
export function parseMaintainerScript(file: EntryFile): Entry[] {
  return [{ ...executableEntry(file, "enabled"), ...nameAndKind(file), signals: SIGNALS }];
}

function nameAndKind({ name }: EntryFile): Pick<Entry, "name" | "key"> {
  return { name: name.replace(/\.[^.]+$/, ""), key: name.replace(/^.*\./, "") };
}
