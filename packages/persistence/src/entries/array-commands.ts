import type { ParseEntries } from "./entry.ts";

/** Strings of an array `key = ["a b", 'c']`, on one line or several, each a command. Source: TOML 1.0.0, "Array". */
export function arrayCommands(key: string): ParseEntries {
  const array = new RegExp(`^[ \\t]*${key}\\s*=\\s*\\[(?<list>[^\\]]*)\\]`, "gm");
  return ({ text }) =>
    [...text.matchAll(array)].flatMap(({ index, groups }) =>
      [...(groups?.["list"] ?? "").matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g)].map(([, basic, literal]) => ({
        line: text.slice(0, index).split("\n").length,
        key,
        command: basic?.replaceAll(/\\(["\\])/g, "$1") ?? literal ?? "",
      })),
    );
}
