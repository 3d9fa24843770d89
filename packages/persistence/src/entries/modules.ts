import { splitLines } from "@livetriage/triage-core/text";
import type { PlacedEntry } from "../candidate.ts";
import type { Entry, EntryFile } from "./entry.ts";

/** Mechanism of what the kernel says of its modules, in two places. */
const LOADED_MODULE = "loaded_module";

/**
 * Loaded modules, from /proc/modules by line and from /sys/module by the `initstate` that only loaded ones have.
 *
 * Source: proc_modules(5), Documentation/ABI/testing/sysfs-module.
 */
export function parseLoadedModules(file: EntryFile): Entry[] {
  const fromSys = /^\/sys\/module\/([^/]+)\/initstate$/.exec(file.path)?.[1];
  if (fromSys !== undefined) return [{ name: fromSys, key: "sysfs", command: null, payload: null }];
  return splitLines(file.text).flatMap((raw, index): Entry[] => {
    const match = /^(\S+) \d+ \S+ \S+ \S+ \S+(?: \(([A-Z+-]+)\))?$/.exec(raw);
    if (match === null) return [];
    const [, name = "", taint] = match;
    return [
      {
        line: index + 1,
        name,
        key: "modules",
        command: null,
        payload: null,
        raw,
        ...(taint === undefined ? {} : { context: ["tainting_module"] }),
      },
    ];
  });
}

/** Keep the modules that only one of the two places shows, and those that taint the kernel. */
export function compareModules(entries: readonly PlacedEntry[]): PlacedEntry[] {
  const isModule = ({ mechanism }: PlacedEntry) => mechanism.id === LOADED_MODULE;
  const namesBy = (key: string) =>
    new Set(entries.filter((one) => isModule(one) && one.entry.key === key).map(({ entry }) => entry.name));
  const [listed, inSysfs] = [namesBy("modules"), namesBy("sysfs")];
  return entries.flatMap((one) => {
    if (!isModule(one)) return [one];
    const other = one.entry.key === "sysfs" ? listed : inSysfs;
    const hidden = other.size > 0 && !other.has(one.entry.name);
    if (!hidden) return one.entry.key === "modules" && one.entry.context !== undefined ? [one] : [];
    return [{ ...one, entry: { ...one.entry, signals: ["hidden_module"] } }];
  });
}
