import type { Fact, FdTable, PhaseContext } from "@livetriage/triage-core";
import type { NoOwnerReason } from "./item/words.ts";
import type { OwnerIndex } from "./owners.ts";
import { readKernelHolders } from "./read-kernel-holders.ts";
import { readThreadOwners } from "./read-thread-owners.ts";
import type { FoundSocket } from "./socket.ts";

/** Inode of the first pid namespace. Source: PROC_PID_INIT_INO, include/linux/proc_ns.h */
const INITIAL_PID_NAMESPACE = "pid:[4026531836]";

/** What explains sockets to which no process leads. */
export interface Rest {
  readonly threads: OwnerIndex;
  reason(socket: FoundSocket): Extract<NoOwnerReason, "kernel" | "other_namespace" | "unexplained">;
  /** Evidence of the services inside the kernel that explain some. */
  readonly facts: readonly Fact[];
}

/** Look for the owners of sockets that are there and to which no process leads, in threads and in the kernel. */
export async function readRest(
  ctx: Pick<PhaseContext, "host" | "facts">,
  open: readonly FoundSocket[],
  table: FdTable,
): Promise<Rest> {
  if (open.length === 0) return { threads: new Map(), reason: () => "unexplained", facts: [] };
  const threads = await readThreadOwners(ctx.host, table.processes);
  const holders = await readKernelHolders(ctx);
  const used = holders.filter((holder) => open.some((socket) => holder.holds(socket)));
  const link = await ctx.host.readLink("/proc/self/ns/pid");
  const last = link.ok && link.value !== INITIAL_PID_NAMESPACE ? "other_namespace" : "unexplained";
  return {
    threads,
    reason: (socket) => (used.some((holder) => holder.holds(socket)) ? "kernel" : last),
    facts: used.map(({ evidence }) => evidence),
  };
}
