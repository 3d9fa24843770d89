import type { Fact, HostFacts } from "@livetriage/triage-core";
import { type LosslessString, toText } from "@livetriage/triage-core/text";
import type { Gathered } from "./gather.ts";
import { inodeOf } from "./read-namespaces.ts";

/** Namespaces that are told one by one; the rest is a number. */
const MOST = 64;

/**
 * One fact for every namespace: how many sockets one that was read has, and where one stays that no process is in. Such
 * a one is kept by a bind mount (`ip netns add`) or by a descriptor; what sockets it has cannot be seen in /proc.
 */
export function* namespaceFacts(
  { namespaces, inhabited, table }: Gathered,
  { mounts }: Pick<HostFacts, "mounts">,
): Iterable<Fact> {
  const places = new Map<string, LosslessString>();
  for (const { pid, fds } of table.processes) {
    for (const { fd, link } of fds) {
      const netns = netnsOf(link);
      if (netns !== null) places.set(netns, `/proc/${pid}/fd/${fd}`);
    }
  }
  for (const { fs_type, root, mount_point } of mounts) {
    const netns = fs_type === "nsfs" ? netnsOf(root) : null;
    if (netns !== null) places.set(netns, mount_point);
  }
  const read = [...namespaces].map(([{ netns }, { sockets }]) => ({ netns, count: sockets.length }));
  const busiest = read.toSorted((a, b) => b.count - a.count);
  for (const { netns, count } of busiest.slice(0, MOST)) {
    const place = netns === null ? undefined : places.get(netns);
    yield { id: "netns", source: "/proc/[pid]/ns/net", value: named(netns ?? "unknown", place), count };
  }
  const empty = [...places].filter(([netns]) => !inhabited.has(netns));
  for (const [netns, place] of empty.slice(0, MOST)) {
    yield { id: "netns_without_process", source: "/proc/[pid]/mountinfo", value: named(netns, place) };
  }
  const untold = Math.max(0, read.length - MOST) + Math.max(0, empty.length - MOST);
  if (untold > 0) yield { id: "netns_untold", source: "/proc/[pid]/ns/net", value: "more namespaces", count: untold };
}

/** Most links are none of a namespace. */
function netnsOf(link: LosslessString): string | null {
  return link.startsWith("net:[") ? inodeOf(link) : null;
}

function named(netns: string, place: LosslessString | undefined): string {
  return place === undefined ? netns : `${netns} ${toText(place).text}`;
}
