import { spawn } from "node:child_process";

/** One command of a contest. */
export interface Contender {
  name: string;
  command: readonly [string, ...string[]];
}

/** Commands that do the same work, to be timed against each other on the same machine at the same time. */
export interface Contest {
  title: string;
  rounds: number;
  /** Ours first: it is the one whose memory is looked at. */
  contenders: readonly [Contender, ...Contender[]];
  /** The one that the ratios are against. */
  peer: Contender;
  notes: readonly string[];
  /** Arguments of the first contender, where it is to be told what its time is spent on. */
  profiled?: readonly string[];
  remove: () => void;
}

/** Milliseconds from start to exit. */
export interface Timing {
  median: number;
  least: number;
}

/** Time every contender in turn, round after round, after one round that only warms the caches. */
export async function measure({ contenders, rounds }: Contest): Promise<Map<Contender, Timing>> {
  const times = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const contender of contenders) {
      const time = await timeOf(contender.command);
      if (round > 0) times.get(contender)?.push(time);
    }
  }
  return new Map([...times].map(([contender, all]) => [contender, toTiming(all)]));
}

function timeOf([program, ...args]: readonly [string, ...string[]]): Promise<number> {
  const start = performance.now();
  const child = spawn(program, args, { stdio: "ignore" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      const time = performance.now() - start;
      // 1: find met a directory that it may not read
      if (code === 0 || code === 1) resolve(time);
      else reject(new Error(`${program} ended with ${code}`));
    });
  });
}

function toTiming(times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, least: sorted[0] ?? Number.NaN };
}
