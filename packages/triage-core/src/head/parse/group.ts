import { splitLines } from "../../text/lines.ts";
import type { LosslessString } from "../../text/lossless.ts";
import { parseDecimal } from "../../text/numbers.ts";

/**
 * The groups of a group file by gid; the first of equal gids wins, as in getgrgid(3).
 *
 * Shape:  `adm:x:4:syslog,alice`; NIS lines are left out.
 * Errors: `malformed` counts lines without name and gid.
 * Source: group(5)
 */
export function parseGroup(text: string): { readonly names: Map<number, LosslessString>; readonly malformed: number } {
  const names = new Map<number, LosslessString>();
  let malformed = 0;
  for (const line of splitLines(text)) {
    if (line === "" || /^[+\-#]/.test(line)) continue;
    const [name = "", , gidText = ""] = line.split(":");
    const gid = parseDecimal(gidText);
    if (name === "" || gid === null || gid < 0) malformed++;
    else if (!names.has(gid)) names.set(gid, name);
  }
  return { names, malformed };
}
