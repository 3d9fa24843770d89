import { getPriority, setPriority } from "node:os";
import type { LiveHostOptions } from "./live-host.ts";

/** Let everybody else go first: this process with all that it starts from now on, and the reader that runs already. */
export function beNice(nice: number, early?: LiveHostOptions["early"]): void {
  step(process.pid, nice);
  if (early?.pid !== undefined && early.exitCode === null && early.signalCode === null) step(early.pid, nice);
}

/** Never the other way: who started us may have been politer. */
function step(pid: number, nice: number): void {
  if (getPriority(pid) < nice) setPriority(pid, nice);
}
