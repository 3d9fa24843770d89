import { toDevice } from "@livetriage/triage-core/text";
import { dirOf } from "./dir-of.ts";
import { fieldGap, type Gathering } from "./gathering.ts";
import type { Process } from "./process.ts";

const SOURCE = "/proc/[pid]/exe";

/** The file that a process runs, as one key for all processes that run it. */
export function imageKey({ exeStat }: Process): string | null {
  return exeStat === null ? null : `${toDevice(exeStat.dev)}:${exeStat.ino}`;
}

/**
 * Hash every running image once, through the process and not through its path; an image that only this collection runs
 * is left out, for the head of the document has its digest. How many the budget left out comes back.
 */
export async function readImageHashes(run: Gathering, processes: readonly Process[]): Promise<number> {
  const own = new Set(run.facts.collector_pids);
  const others = new Set(processes.filter(({ pid }) => !own.has(pid)).map(imageKey));
  const wanted = processes.flatMap((process) => {
    const key = imageKey(process);
    if (key === null || !others.has(key) || process.exeStat === null || process.stat === null) return [];
    const { start_ticks } = process.living ?? process.stat;
    return [{ key, dir: dirOf(process), start_ticks, size: process.exeStat.size }];
  });
  const hashes = await run.tables.images(wanted);
  for (const { error } of hashes.values()) if (error !== null) fieldGap(run, error, SOURCE);
  for (const process of processes) process.exeSha256 = hashes.get(imageKey(process) ?? "")?.sha256 ?? null;
  return [...hashes.values()].filter(({ sha256, error }) => sha256 === null && error === null).length;
}
