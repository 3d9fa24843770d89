import { splitLines } from "@livetriage/triage-core/text";
import { stripBom } from "./strip-bom.ts";

/** A key of a group, with its line. */
export interface DesktopKey {
  readonly value: string;
  readonly line: number;
  readonly raw: string;
}

/**
 * The keys of the group `[Desktop Entry]`.
 *
 * Shape:  `Key = value`; other groups (`[Desktop Action x]`) have an `Exec` of their own and are not read; of equal keys
 *         the last wins, as in GLib.
 * Source: Desktop Entry Specification 1.5.
 */
export function parseDesktopEntry(text: string): ReadonlyMap<string, DesktopKey> {
  return parseKeyFileGroup(text, "Desktop Entry");
}

/** The keys of one group of a key file. Groups of that name after another group are not read. */
export function parseKeyFileGroup(text: string, group: string): ReadonlyMap<string, DesktopKey> {
  const keys = new Map<string, DesktopKey>();
  let inside = false;
  for (const [index, raw] of splitLines(stripBom(text)).entries()) {
    const header = /^\s*\[(.*)\]\s*$/.exec(raw);
    const at = raw.indexOf("=");
    if (header !== null) {
      if (inside) break;
      inside = header[1] === group;
    } else if (inside && at > 0 && !/^\s*#/.test(raw)) {
      keys.set(raw.slice(0, at).trim(), { value: raw.slice(at + 1).trim(), line: index + 1, raw });
    }
  }
  return keys;
}

/**
 * Words of a desktop entry's `Exec`, field codes (`%f`, `%U`) left out.
 *
 * Source: Desktop Entry Specification 1.5, "The Exec key".
 */
export function parseDesktopExec(value: string): string[] {
  const unescaped = value.replace(
    /\\([sntr\\])/g,
    (_all, c: string) => ({ s: " ", n: "\n", t: "\t", r: "\r" })[c] ?? "\\",
  );
  const words = [...unescaped.matchAll(/"((?:[^"\\]|\\[\s\S])*)"?|([^\s"]+)/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare as string) : quoted.replace(/\\(["`$\\])/g, "$1"),
  );
  return words.filter((word) => !/^%[fFuUdDnNickvm]$/.test(word)).map((word) => word.replaceAll("%%", "%"));
}
