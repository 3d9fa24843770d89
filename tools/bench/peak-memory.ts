import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Run a command once and sample, all the while, the proportional set size of its processes together. */
export async function peakMemory([program, ...args]: readonly [string, ...string[]]): Promise<{
  megabytes: number;
  processes: number;
}> {
  const child = spawn(program, args, { stdio: "ignore" });
  const peak = { megabytes: 0, processes: 0 };
  while (child.exitCode === null && child.signalCode === null) {
    const sizes = [...familyOf(child.pid ?? 0)].map(pssOf);
    const megabytes = sizes.reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024;
    if (megabytes > peak.megabytes)
      Object.assign(peak, { megabytes, processes: sizes.filter((size) => size > 0).length });
    await setTimeout(10);
  }
  return peak;
}

/** A process and all below it. */
function familyOf(pid: number): Set<number> {
  const family = new Set([pid]);
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const);
  for (let before = 0; before !== family.size; ) {
    before = family.size;
    for (const [one, parent] of parents) if (family.has(parent)) family.add(one);
  }
  return family;
}

function parentOf(pid: string): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

/** Kilobytes; 0 when the process is gone. */
function pssOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
