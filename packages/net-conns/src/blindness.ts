import type { FdTable, HostError, HostFacts, ProcessFds } from "@livetriage/triage-core";
import type { NoOwnerReason } from "./item/words.ts";
import type { Namespace } from "./read-namespaces.ts";
import { type FoundSocket, uidOf } from "./socket.ts";

const GONE: readonly string[] = ["ENOENT", "ESRCH", "VANISHED"];
const DENIED: readonly string[] = ["EACCES", "EPERM"];

const ANYWHERE = "anywhere";

/** What of the processes could not be seen, as far as it explains a socket without owner. */
export type Blindness = (socket: FoundSocket) => Extract<NoOwnerReason, "no_permission" | "not_read"> | null;

/**
 * Learn from a table of descriptors which sockets its gaps explain. A process whose descriptors are not all known
 * explains those of its own user and namespace, one of which nothing is known all of them.
 */
export function blindnessOf(
  table: FdTable,
  namespaces: Iterable<Namespace>,
  facts: Pick<HostFacts, "effective_uid" | "mounts">,
): Blindness {
  const netnsOf = new Map([...namespaces].flatMap(({ netns, pids }) => pids.map((pid) => [pid, netns])));
  const areasOf = (processes: readonly ProcessFds[]) =>
    new Set(processes.flatMap((process) => areas(process, netnsOf)));
  const denied = areasOf(table.processes.filter(({ error }) => isDenied(error)));
  const unread = areasOf(table.processes.filter(({ error, dropped }) => dropped > 0 || isGap(error)));
  const hidesAll = hidesProcesses(facts) || table.errors.some(isDenied);
  const lacksSome = table.errors.some(isGap);
  return (socket) => {
    const isIn = (explained: ReadonlySet<string>): boolean =>
      explained.has(ANYWHERE) ||
      explained.has(area(socket.netns, uidOf(socket))) ||
      explained.has(area(socket.netns, "any"));
    if (hidesAll || isIn(denied)) return "no_permission";
    return lacksSome || isIn(unread) ? "not_read" : null;
  };
}

/** Where the sockets of a process are looked for: a socket of which no user is known may be anyone's, and the reverse. */
function areas({ pid, uid }: ProcessFds, netnsOf: ReadonlyMap<number, string | null>): readonly string[] {
  const netns = netnsOf.get(pid);
  if (netns === undefined) return [ANYWHERE];
  return [area(netns, null), area(netns, uid ?? "any")];
}

function area(netns: string | null, uid: number | "any" | null): string {
  return `${netns} ${uid}`;
}

function isGap(error: HostError | null): boolean {
  return error !== null && !GONE.includes(error.errno) && !isDenied(error);
}

function isDenied(error: HostError | null): boolean {
  return error !== null && DENIED.includes(error.errno);
}

/** A /proc that hides the processes of others from who is not root. Source: proc(5), hidepid */
function hidesProcesses({ effective_uid, mounts }: Pick<HostFacts, "effective_uid" | "mounts">): boolean {
  if (effective_uid === 0) return false;
  const proc = mounts.find(({ mount_point, fs_type }) => mount_point === "/proc" && fs_type === "proc");
  return /\bhidepid=(?!0\b|off\b)/.test(`${proc?.options},${proc?.super_options}`);
}
