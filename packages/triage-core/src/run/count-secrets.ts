import type { HostFacts } from "../contract/host-facts.ts";
import type { Fact } from "../schema/fact.ts";

/** Facts that count the secrets that are taken out by them. */
export interface CountedSecrets {
  readonly facts: HostFacts;
  /** What to tell of them; null when there were none. */
  fact(): Fact | null;
}

/** Count the secrets of one phase. */
export function countSecrets(facts: HostFacts): CountedSecrets {
  let count = 0;
  return {
    facts: {
      ...facts,
      redact: (secret, always) => {
        const shown = facts.redact(secret, always);
        if (shown !== secret) count++;
        return shown;
      },
    },
    fact: () =>
      count === 0
        ? null
        : { id: "redacted", source: "items", value: "secrets taken out, of rows that were cut later too", count },
  };
}
