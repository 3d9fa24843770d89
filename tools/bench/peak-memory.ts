import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { familyOf, read } from "./family.ts";

/** Run a command once and sample, all the while, the proportional set size of its processes together. */
export async function peakMemory([program, ...args]: readonly [string, ...string[]]): Promise<{
  megabytes: number;
  processes: number;
}> {
  const child = spawn(program, args, { stdio: "ignore" });
  const peak = { megabytes: 0, processes: 0 };
  while (child.exitCode === null && child.signalCode === null) {
    const sizes = familyOf(child.pid ?? 0).map(pssOf);
    const megabytes = sizes.reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024;
    if (megabytes > peak.megabytes)
      Object.assign(peak, { megabytes, processes: sizes.filter((size) => size > 0).length });
    await setTimeout(10);
  }
  return peak;
}

/** Kilobytes; 0 when the process is gone. */
function pssOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}
