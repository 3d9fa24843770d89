import { readFileSync } from "node:fs";

const EVERY_MS = 20;

/** Memory of one process, as its share of what it has in common with others. Source: proc(5), smaps_rollup */
export function pssMib(pid: number): number {
  const [, kib] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
  return Number(kib) / 1024;
}

/** Looks again and again; gives what ends the looking and tells the most that was seen. */
export function peakPss(pid: number): () => number {
  let peak = 0;
  const timer = setInterval(() => {
    try {
      peak = Math.max(peak, pssMib(pid));
    } catch {
      clearInterval(timer); // it has ended
    }
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    return peak;
  };
}
