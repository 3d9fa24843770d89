import { askAhead, type HostReader, type Kept, keepByStrata } from "@livetriage/triage-core";
import type { Namespace } from "./read-namespaces.ts";

/** Keep at most `limit` namespaces, those of every user in turn: users can make namespaces of their own. */
export async function chooseNamespaces(
  host: HostReader,
  namespaces: readonly Namespace[],
  limit: number,
): Promise<Kept<Namespace>> {
  if (namespaces.length <= limit) return { kept: namespaces, dropped: [], truncation: null };
  const users = new Map<Namespace, string>();
  let i = 0;
  for await (const stat of askAhead(namespaces, ({ pids: [first] }) => host.lstat(`/proc/${first}`))) {
    users.set(namespaces[i++] as Namespace, stat.ok ? String(stat.value.uid) : "unknown");
  }
  const userOf = (namespace: Namespace): string => users.get(namespace) ?? "unknown";
  const { kept, dropped, truncation } = keepByStrata(namespaces, {
    limit,
    classOf: () => 0,
    stratumOf: userOf,
    holderOf: userOf,
    groupOf: (namespace) => `uid ${userOf(namespace)}`,
  });
  const place = { cap: "namespaces", unit: "entries", source: "/proc/[pid]/ns/net" };
  return { kept, dropped, truncation: truncation === null ? null : { ...truncation, ...place } };
}
