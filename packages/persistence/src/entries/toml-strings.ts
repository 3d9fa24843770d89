import type { ParseEntries } from "./entry.ts";

/** The four forms of a string, those over several lines first. Source: TOML 1.0.0, "String". */
const FORMS = [
  `"""(?<long>[^]*?)"""`,
  `'''(?<raw>[^]*?)'''`,
  `"(?<basic>(?:[^"\\\\\\n]|\\\\.)*)"`,
  `'(?<literal>[^'\\n]*)'`,
];

/** Strings of these keys of a TOML file, each a command. */
export function tomlStrings(keys: string): ParseEntries {
  const setting = new RegExp(`^[ \\t]*(?<key>${keys})[ \\t]*=[ \\t]*(?:${FORMS.join("|")})`, "gm");
  return ({ text }) =>
    [...text.matchAll(setting)].flatMap(({ index, groups = {} }) => {
      const { key = "", long, basic, raw, literal } = groups;
      const command = ((long ?? basic)?.replaceAll(/\\(["\\])/g, "$1") ?? raw ?? literal ?? "").trim();
      const line = text.slice(0, index).split("\n").length;
      return command === "" ? [] : [{ line, key, command }];
    });
}
