import type { FdTable, HostError, HostFacts } from "@livetriage/triage-core";
import type { NoOwnerReason } from "./item/words.ts";
import { type FoundSocket, uidOf } from "./socket.ts";

const GONE: readonly string[] = ["ENOENT", "ESRCH", "VANISHED"];
const DENIED: readonly string[] = ["EACCES", "EPERM"];

/** What of the processes could not be seen, as far as it explains a socket without owner. */
export type Blindness = (socket: FoundSocket) => Extract<NoOwnerReason, "no_permission" | "not_read"> | null;

/** Learn from a table of descriptors which sockets its gaps explain. */
export function blindnessOf(table: FdTable, facts: Pick<HostFacts, "effective_uid" | "mounts">): Blindness {
  const denied = new Set(table.processes.filter(({ error }) => isDenied(error)).map(({ uid }) => uid));
  const errors = [...table.errors, ...table.processes.flatMap(({ error }) => error ?? [])];
  const hidesAll = hidesProcesses(facts) || table.errors.some(isDenied) || denied.has(null);
  const hasGaps = errors.some(({ errno }) => !GONE.includes(errno) && !DENIED.includes(errno));
  const isCut = table.processes.some(({ dropped }) => dropped > 0);
  return (socket) => {
    const uid = uidOf(socket);
    if (hidesAll || (denied.size > 0 && (uid === null || denied.has(uid)))) return "no_permission";
    return hasGaps || isCut ? "not_read" : null;
  };
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
