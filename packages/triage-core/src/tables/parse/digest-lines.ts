import { splitLines } from "../../text/lines.ts";

/**
 * Lines of a word and a path: `md5sums` of a package, ucf's files.
 *
 * Shape: `d41d8cd98f00b204e9800998ecf8427e  usr/bin/x`; the path may hold blanks.
 */
export function parseDigestLines(text: string): [word: string, path: string][] {
  return splitLines(text).flatMap((line): [string, string][] => {
    const match = /^(\S+)\s+\*?(\S.*)$/.exec(line);
    return match === null ? [] : [[match[1] as string, match[2] as string]];
  });
}
