import type { Account } from "../../contract/host-facts.ts";
import { splitLines } from "../../text/lines.ts";
import { parseDecimal } from "../../text/numbers.ts";

/**
 * The accounts of a passwd file.
 *
 * Shape:  `alice:x:1000:1000:Alice:/home/alice:/bin/bash`; the `+` and `-` lines of NIS are not accounts.
 * Errors: `malformed` counts the lines that are neither.
 * Source: passwd(5)
 */
export function parsePasswd(text: string): { readonly accounts: readonly Account[]; readonly malformed: number } {
  const accounts: Account[] = [];
  let malformed = 0;
  for (const line of splitLines(text)) {
    if (line === "" || /^[+\-#]/.test(line)) continue;
    const [name = "", , uidText = "", gidText = "", , home = "", shell] = line.split(":");
    const uid = parseDecimal(uidText);
    const gid = parseDecimal(gidText);
    if (name === "" || uid === null || uid < 0 || gid === null || gid < 0 || shell === undefined) malformed++;
    else accounts.push({ name, uid, gid, home, shell });
  }
  return { accounts, malformed };
}
