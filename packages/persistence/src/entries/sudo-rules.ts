import type { PlacedEntry } from "../candidate.ts";
import { expandSudoList, parseSudoAliases, type SudoAliases } from "../parse/sudo-aliases.ts";
import type { Place } from "../place.ts";
import { isIgnoredSudoers } from "./auth.ts";
import type { Entry } from "./entry.ts";

const DEFINES = /^[ \t]*\w+_Alias\s/m;

/** Put what aliases stand for, in whatever file of sudoers they are defined, into the rules that name them. */
export function resolveSudoAliases(entries: readonly PlacedEntry[], places: readonly Place[]): PlacedEntry[] {
  const isSudoers = ({ id }: PlacedEntry["mechanism"]) => id === "sudoers";
  const files = places.filter(
    ({ mechanisms, file }) => mechanisms.some(isSudoers) && DEFINES.test(file.text) && !isIgnoredSudoers(file),
  );
  if (files.length === 0) return [...entries];
  const aliases = new Map(files.toReversed().flatMap(({ file }) => [...parseSudoAliases(file.text)]));
  return entries.map((one) =>
    isSudoers(one.mechanism) && one.entry.runsAs != null ? { ...one, entry: withAliases(one.entry, aliases) } : one,
  );
}

function withAliases(entry: Entry, aliases: SudoAliases): Entry {
  const [before = "", ...after] = (entry.raw ?? "").split("=");
  const runas = [...after.join("=").matchAll(/\(([^)]*)\)/g)].map(([, list]) => list ?? "");
  const environment = [...definitions(before, "Host", aliases), ...definitions(runas.join(" "), "Runas", aliases)];
  return {
    ...entry,
    ...(entry.command === null ? {} : { command: expandSudoList(entry.command, "Cmnd", aliases) }),
    ...(entry.runsAs == null ? {} : { runsAs: expandSudoList(entry.runsAs, "User", aliases) }),
    ...(environment.length === 0 ? {} : { environment }),
  };
}

/** The aliases in a text, as `NAME=members`. */
function definitions(text: string, kind: "Host" | "Runas", aliases: SudoAliases): string[] {
  const names = new Set(text.match(/\b[A-Z][A-Z0-9_]*\b/g));
  return [...names].flatMap((name) =>
    aliases.has(`${kind} ${name}`) ? [`${name}=${expandSudoList(name, kind, aliases)}`] : [],
  );
}
