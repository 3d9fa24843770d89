import { identityToRecipient } from "age-encryption";
import type { CollectorSession } from "./collector-session.ts";

/** Recipients that a command can name. */
const MOST_RECIPIENTS = 16;

/** Who can open what hosts collect: this operator first, then the others of the key policy that have told theirs. */
export async function recipientsOf({ keys, fleet }: Pick<CollectorSession, "keys" | "fleet">): Promise<string[]> {
  const own = await identityToRecipient(keys.identity);
  const others = fleet.policy.operators.map(({ recipient }) => recipient).filter((recipient) => recipient !== "");
  return [...new Set([own, ...others])].slice(0, MOST_RECIPIENTS);
}
