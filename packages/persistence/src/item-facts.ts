import type { Account, HostFacts } from "@livetriage/triage-core";

/** What making items takes of a host: accounts by name, for a passwd of many thousands is looked up for every entry. */
export interface ItemFacts extends HostFacts {
  readonly accountByName: ReadonlyMap<string, Account>;
  readonly zone: string;
}

/** The first of equal names counts, as in getpwnam(3). */
export function itemFacts(facts: HostFacts, zone: string): ItemFacts {
  const accountByName = new Map(facts.accounts.toReversed().map((account) => [account.name, account]));
  return { ...facts, accountByName, zone };
}
