import { fieldGap, type Gathering } from "./gathering.ts";
import { hasProgram, type Process } from "./process.ts";
import { summarizeFds } from "./summarize-fds.ts";

/** Take what the shared table of descriptors says of each process. */
export async function readDescriptors(run: Gathering, processes: readonly Process[]): Promise<void> {
  const { processes: rows } = await run.tables.fds();
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  for (const process of processes) {
    const row = byPid.get(process.pid);
    if (row === undefined || row.start_ticks !== process.stat?.start_ticks) continue;
    if (row.error === null) process.fds = summarizeFds(row.fds, row.dropped);
    else if (hasProgram(process)) fieldGap(run, row.error, "/proc/[pid]/fd/*");
  }
}
