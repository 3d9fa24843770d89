import type { PlacedEntry } from "../candidate.ts";
import type { Entry, EntryFile } from "./entry.ts";
import { executableEntry } from "./executable.ts";

/** Mechanism of files of a package database that were changed by hand. */
const PACKAGE_DATABASE = "package_database";

/** Mechanism of the scripts in it. */
const SCRIPTS = "dpkg_script";

/** dpkg writes all files of a package within one run; a later change of one is not dpkg's. */
const SAME_RUN_NS = 60_000_000_000n;

/** A file of dpkg's database, named after its package. */
export function parsePackageFile(file: EntryFile): Entry[] {
  return [
    { name: file.name.replace(/\.[^.]+$/, ""), key: file.name.replace(/^.*\./, ""), command: null, payload: null },
  ];
}

/**
 * Keep the digest lists and scripts that were changed after their package was unpacked, and scripts of packages that
 * dpkg has no list of. A package's own files have the time of its build, its `.list` that of the unpacking; on the
 * running host all were also created within one run.
 */
export function comparePackageFiles(entries: readonly PlacedEntry[], live: boolean): PlacedEntry[] {
  const isOurs = ({ mechanism }: PlacedEntry) => mechanism.id === PACKAGE_DATABASE || mechanism.id === SCRIPTS;
  const lists = new Map(
    entries.filter((one) => isOurs(one) && one.entry.key === "list").map((one) => [one.entry.name, one.place.stat]),
  );
  return entries.flatMap((one) => {
    if (!isOurs(one)) return [one];
    const [own, list] = [one.place.stat, lists.get(one.entry.name)];
    if (one.entry.key === "list" || own === null) return [];
    if (list == null) return one.mechanism.id === SCRIPTS ? [{ ...one, entry: inFull(one) }] : [];
    const changed = own.mtime_ns > list.mtime_ns + SAME_RUN_NS;
    const replaced = live && own.ctime_ns > list.ctime_ns + SAME_RUN_NS;
    if (!changed && !replaced) return [];
    return [{ ...one, entry: { ...inFull(one), signals: ["package_database_changed"] } }];
  });
}

/** What a script runs; there are a thousand of them, so that only those that are kept are looked into. */
function inFull({ mechanism, place, entry }: PlacedEntry): Entry {
  if (mechanism.id !== SCRIPTS) return entry;
  return { ...executableEntry(place.file, "enabled"), ...entry, command: place.file.path };
}
