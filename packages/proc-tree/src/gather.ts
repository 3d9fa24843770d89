import type { Clock, Fact, Tables } from "@livetriage/triage-core";
import type { Gathering } from "./gathering.ts";
import type { Process } from "./process.ts";
import { readCmdlines } from "./read-cmdlines.ts";
import { readContainers } from "./read-containers.ts";
import { readDear } from "./read-dear.ts";
import { readDescriptors } from "./read-descriptors.ts";
import { readHidden } from "./read-hidden.ts";
import { tellHostWide } from "./read-host-wide.ts";
import { readExeNow, readImageHashes } from "./read-images.ts";
import { readLight } from "./read-light.ts";
import { readNamelessExe } from "./read-nameless-exe.ts";
import { readSocketTables } from "./read-socket-tables.ts";
import { factsOf } from "./signals.ts";
import { tellDear, tellImage } from "./tell.ts";
import { mayTellSockets, tellSockets } from "./tell-sockets.ts";

/** Read all processes, as far as it takes to say which of them stay. */
export async function gatherAll(
  run: Gathering,
  { tables, clock }: { readonly tables: Tables; readonly clock: Clock },
  pids: readonly number[],
): Promise<{ readonly processes: readonly Process[]; readonly facts: readonly Fact[] }> {
  const listed = await readLight(run, pids);
  if (run.detail === "basic") {
    await readNamelessExe(run, listed);
    await readCmdlines(run, listed);
    return { processes: listed, facts: [] };
  }
  const { hidden, facts } = await readHidden(run, clock, listed);
  const processes = [...listed, ...(await readHiddenOnes(run, hidden))];
  await readNamelessExe(run, processes);
  await readContainers(run, processes);
  await readExeNow(run, processes);
  await readDescriptors(run, tables, processes);
  await readCmdlines(run, processes);
  const sockets = await readSocketTables(run, processes, mayTellSockets);
  for (const process of processes) {
    tellImage(process);
    tellSockets(process, sockets);
  }
  return { processes, facts: [...facts, ...(await tellHostWide(run, processes))] };
}

/** Read what is dear of the processes that stay: image hashes of all, the rest at `full` and for those with a signal. */
export async function gatherDear(run: Gathering, tables: Tables, kept: readonly Process[]): Promise<readonly Fact[]> {
  if (run.detail === "basic") return [];
  const isWanted = (process: Process): boolean => run.detail === "full" || factsOf(process, "signal").length > 0;
  await readDear(run, kept.filter(isWanted));
  for (const process of kept) tellDear(process);
  const left = await readImageHashes(run, tables, kept);
  if (left === 0) return [];
  return [{ id: "images_not_hashed", source: "/proc/[pid]/exe", value: "beyond the budget of bytes", count: left }];
}

async function readHiddenOnes(
  run: Gathering,
  hidden: readonly { readonly pid: number; readonly views: readonly string[] }[],
): Promise<Process[]> {
  const processes = await readLight(
    run,
    hidden.map(({ pid }) => pid),
  );
  for (const [i, process] of processes.entries()) {
    process.views = hidden[i]?.views ?? [];
    process.told.add("hidden_from_readdir");
  }
  return processes;
}
