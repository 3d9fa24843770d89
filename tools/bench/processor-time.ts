import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { familyOf, read } from "./family.ts";

/** Clock ticks are hundredths of a second on every Linux that this runs on. */
const TICK_MS = 10;

/** Milliseconds of processor time of a command: its first process with its threads, and all below it. */
export interface ProcessorTime {
  readonly main: number;
  readonly others: number;
}

/** Run a command once and look, all the while, at the clocks of its processes. */
export async function processorTime([program, ...args]: readonly [string, ...string[]]): Promise<ProcessorTime> {
  const child = spawn(program, args, { stdio: "ignore" });
  const used = new Map<number, number>();
  while (child.exitCode === null && child.signalCode === null) {
    for (const pid of familyOf(child.pid ?? 0)) used.set(pid, Math.max(used.get(pid) ?? 0, timeOf(pid)));
    await setTimeout(5);
  }
  const [main = 0, ...others] = used.values();
  return { main, others: others.reduce((sum, time) => sum + time, 0) };
}

/** Source: proc_pid_stat(5), fields 14 and 15 */
function timeOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
}
