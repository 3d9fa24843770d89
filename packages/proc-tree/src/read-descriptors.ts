import { type Links, type ReadPart, type Result, toOpenFds } from "@livetriage/triage-core";
import { dirOf } from "./dir-of.ts";
import { fieldGap, type Gathering } from "./gathering.ts";
import { type FdSummary, hasProgram, type Process } from "./process.ts";
import { sameProcess } from "./same-process.ts";
import { summarizeFds } from "./summarize-fds.ts";

const FDS: readonly ReadPart[] = [{ links: "fd", maxEntries: 65_536 }];

/** Take what the shared table of descriptors says of each process. */
export async function readDescriptors(run: Gathering, processes: readonly Process[]): Promise<void> {
  const { processes: rows } = await run.tables.fds();
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  for (const process of processes) {
    const row = byPid.get(process.pid);
    if (row === undefined || row.start_ticks !== process.stat?.start_ticks) continue;
    if (process.living !== null) process.fds = await readOfThread(run, process);
    else if (row.error === null) process.fds = summarizeFds(row.fds, row.dropped);
    else if (hasProgram(process)) fieldGap(run, row.error, "/proc/[pid]/fd/*");
  }
}

/** The shared table holds what the main thread of a process has; of one that ended, nothing. */
async function readOfThread(run: Gathering, process: Process): Promise<FdSummary | null> {
  const set = await run.host.readSet(dirOf(process), FDS, sameProcess(process));
  const links = set.ok ? (set.value.parts[0] as Result<Links>) : set;
  if (!links.ok) {
    fieldGap(run, links.error, "/proc/[pid]/fd/*");
    return null;
  }
  const { fds, dropped } = toOpenFds(links.value);
  return summarizeFds(fds, dropped);
}
