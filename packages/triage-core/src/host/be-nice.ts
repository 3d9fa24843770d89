import { getPriority, setPriority } from "node:os";
import { setFlagsFromString } from "node:v8";
import type { LiveHostOptions } from "./live-host.ts";

/**
 * Let everybody else go first: this process with all that it starts from now on, and the reader that runs already. Our
 * heap grows in small steps; said to Node at its start, it would take the flag for a reason not to use its code caches.
 */
export function beNice(nice: number, early?: LiveHostOptions["early"]): void {
  setFlagsFromString("--heap-growing-percent=50");
  step(process.pid, nice);
  if (early?.pid !== undefined && early.exitCode === null && early.signalCode === null) step(early.pid, nice);
}

/** Never the other way: who started us may have been politer. */
function step(pid: number, nice: number): void {
  if (getPriority(pid) < nice) setPriority(pid, nice);
}
