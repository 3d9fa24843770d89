import { readFileSync } from "node:fs";

const EVERY_MS = 50;

/** Watches the memory of our own processes among all that descend from one. */
export interface MemoryWatch {
  /** The most that they had together so far, in MB of proportional set size. */
  peak(): number;
  stop(): void;
}

/** Programs of ours are Node: the command and its readers. */
export function watchMemory(pid: number): MemoryWatch {
  let peak = 0;
  const timer = setInterval(() => {
    const kilobytes = descendantsOf(pid).reduce((sum, one) => sum + pssOf(one), 0);
    peak = Math.max(peak, kilobytes / 1024);
  }, EVERY_MS);
  return { peak: () => peak, stop: () => clearInterval(timer) };
}

function descendantsOf(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return children.length > 100 ? [] : children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function pssOf(pid: number): number {
  if (!/^(?:node|lt-reader|MainThread|\w+\.\w+)$/m.test(read(`/proc/${pid}/comm`))) return 0;
  return Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** Empty when the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
