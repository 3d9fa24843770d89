import type { Account, HostFacts } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { createNextRun, type NextRun } from "./schedule/next-run.ts";

/** What making items takes of a host: accounts by name, for a passwd of many thousands is looked up for every entry. */
export interface ItemFacts extends HostFacts {
  readonly accountByName: ReadonlyMap<string, Account>;
  readonly nextRun: NextRun;
  /** Names of uids that are not in passwd. */
  readonly inferredNames: ReadonlyMap<number, LosslessString>;
}

/** The first of equal names counts, as in getpwnam(3); `userName` knows the inferred names too. */
export function itemFacts(
  facts: HostFacts,
  { zone, inferredNames }: Pick<ItemFacts, "inferredNames"> & { readonly zone: string },
): ItemFacts {
  const accountByName = new Map(facts.accounts.toReversed().map((account) => [account.name, account]));
  const userName = (uid: number) => facts.userName(uid) ?? inferredNames.get(uid) ?? null;
  const nextRun = createNextRun({ now: facts.started_at_ns, zone });
  return { ...facts, userName, accountByName, nextRun, inferredNames };
}
