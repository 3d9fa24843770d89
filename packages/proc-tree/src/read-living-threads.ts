import { askAhead } from "@livetriage/triage-core";
import { fieldGap, type Gathering } from "./gathering.ts";
import { lightAnswers, lightParts } from "./light-parts.ts";
import { parseStat } from "./parse/stat.ts";
import { isDead, type Process } from "./process.ts";
import { takeProgram } from "./take-program.ts";

/** The main thread and the first of the others. */
const MOST_THREADS = 2;

/**
 * A process whose main thread has ended goes on in the others, yet its directory in /proc is that of a zombie: without
 * program, arguments and descriptors. It is read through one that lives.
 *
 * Source: pthread_exit(3), proc_pid_task(5)
 */
export async function readLivingThreads(run: Gathering, processes: readonly Process[]): Promise<void> {
  const headless = processes.filter(({ stat }) => isDead(stat) && (stat?.num_threads ?? 0) > 1);
  const threads: { readonly process: Process; readonly tid: number }[] = [];
  let i = 0;
  for await (const list of askAhead(headless, ({ pid }) =>
    run.host.list(`/proc/${pid}/task`, { maxEntries: MOST_THREADS }),
  )) {
    const process = headless[i++] as Process;
    if (!list.ok) fieldGap(run, list.error, "/proc/[pid]/task");
    const other = list.ok ? list.value.entries.find(({ name }) => Number(name) !== process.pid) : undefined;
    if (other !== undefined) threads.push({ process, tid: Number(other.name) });
  }
  const parts = lightParts(run);
  let k = 0;
  for await (const answer of askAhead(threads, ({ process, tid }) =>
    run.host.readSet(`/proc/${process.pid}/task/${tid}`, parts),
  )) {
    const { process, tid } = threads[k++] as (typeof threads)[number];
    const stat = answer.ok ? parseStat(answer.value.stat) : null;
    if (!answer.ok || process.stat === null || stat === null || isDead(stat)) continue;
    const { startstack, arg_start, arg_end, vsize } = stat;
    process.living = { tid, start_ticks: stat.start_ticks };
    process.stat = { ...process.stat, startstack, arg_start, arg_end, vsize };
    takeProgram(run, process, lightAnswers(answer.value));
  }
}
