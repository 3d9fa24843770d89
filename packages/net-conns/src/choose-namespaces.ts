import { type Kept, keepByStrata } from "@livetriage/triage-core";
import type { Namespace } from "./read-namespaces.ts";

/** Keep at most `limit` namespaces, those of every user in turn: users can make namespaces of their own. */
export function chooseNamespaces(namespaces: readonly Namespace[], limit: number): Kept<Namespace> {
  const uidOf = ({ processes: [first] }: Namespace): string => String(first?.uid);
  const { kept, dropped, truncation } = keepByStrata(namespaces, {
    limit,
    classOf: () => 0,
    stratumOf: uidOf,
    holderOf: uidOf,
    groupOf: (namespace) => `uid ${uidOf(namespace)}`,
  });
  const cut =
    truncation === null ? null : { ...truncation, cap: "namespaces", unit: "entries", source: "/proc/[pid]/ns/net" };
  return { kept, dropped, truncation: cut };
}
