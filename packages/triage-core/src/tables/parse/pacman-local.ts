import { splitLines } from "../../text/lines.ts";
import { unescapeOctal } from "../../text/octal.ts";

/**
 * The `files` file of a package in pacman's local database.
 *
 * Shape:  `%FILES%` and relative paths (directories end in `/`), `%BACKUP%` and `path<TAB>md5`.
 * Source: alpm-db-files(5).
 */
export function parsePacmanFiles(text: string): { files: string[]; backup: Set<string> } {
  const files: string[] = [];
  const backup = new Set<string>();
  let section = "";
  for (const line of splitLines(text)) {
    if (/^%[A-Z]+%$/.test(line)) section = line;
    else if (line !== "" && section === "%FILES%" && !line.endsWith("/")) files.push(`/${line}`);
    else if (line !== "" && section === "%BACKUP%") backup.add(`/${line.split("\t")[0]}`);
  }
  return { files, backup };
}

/**
 * Paths and sha256 of the files of an mtree.
 *
 * Shape:  `./usr/bin/x time=… sha256digest=<hex>`; blanks in names are `\040`.
 * Source: ALPM-MTREE(5).
 */
export function parseMtree(text: string): [path: string, hex: string][] {
  return splitLines(text).flatMap((line): [string, string][] => {
    const match = /^\.(\/\S+)\s.*\bsha256digest=([0-9a-f]{64})/.exec(line);
    return match === null ? [] : [[unescapeOctal(match[1] as string), match[2] as string]];
  });
}
