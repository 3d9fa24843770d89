import type { HostFacts } from "@livetriage/triage-core";
import { toText } from "@livetriage/triage-core/text";

/** Characters kept of a name; passwd files of real hosts have far shorter ones. */
const MAX_NAME = 256;

/** Name of a uid in the host's passwd, in the document's form; null when it has none. */
export function userName(uid: number | null | undefined, facts: HostFacts): string | null {
  const name = uid === null || uid === undefined ? null : facts.userName(uid);
  return name === null ? null : toText(name.slice(0, MAX_NAME)).text.toWellFormed();
}
