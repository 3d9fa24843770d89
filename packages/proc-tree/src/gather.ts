import type { Fact, Truncation } from "@livetriage/triage-core";
import type { Gathering } from "./gathering.ts";
import type { Process } from "./process.ts";
import { readContainers } from "./read-containers.ts";
import { readDear } from "./read-dear.ts";
import { readDescriptors } from "./read-descriptors.ts";
import { readExeNow } from "./read-exe-now.ts";
import { readFdinfo } from "./read-fdinfo.ts";
import { probeNumbers, readHidden } from "./read-hidden.ts";
import { tellHostWide } from "./read-host-wide.ts";
import { readImageHashes } from "./read-images.ts";
import { readLight } from "./read-light.ts";
import { readNamelessExe } from "./read-nameless-exe.ts";
import { readMemfdRuntimes, readPackages } from "./read-packages.ts";
import { readSocketTables } from "./read-socket-tables.ts";
import { readSurroundings } from "./read-surroundings.ts";
import { factsOf } from "./signals.ts";
import { tellDear, tellImage } from "./tell.ts";
import { tellParents } from "./tell-parents.ts";
import { mayTellSockets, tellSockets } from "./tell-sockets.ts";

/** Read all processes, as far as it takes to say which of them stay. */
export async function gatherAll(
  run: Gathering,
  pids: readonly number[],
): Promise<{ readonly processes: readonly Process[]; readonly facts: readonly Fact[] }> {
  if (run.detail === "basic") {
    const listed = await readLight(run, pids);
    await readNamelessExe(run, listed);
    return { processes: listed, facts: [] };
  }
  const probing = probeNumbers(run, pids); // by a reader that has nothing else to do
  const listed = await readLight(run, pids);
  // the look at every number takes longest
  const [{ hidden, facts }] = await Promise.all([readHidden(run, listed, probing), readPrograms(run, listed)]);
  const processes = [...listed, ...(await readHiddenOnes(run, hidden))];
  const sockets = await readSocketTables(run, processes, mayTellSockets);
  for (const process of processes) {
    tellImage(process);
    tellSockets(process, sockets);
  }
  tellParents(processes);
  return { processes, facts: [...facts, ...(await tellHostWide(run, processes))] };
}

/** What the programs of processes are, and which descriptors they hold. */
async function readPrograms(run: Gathering, processes: readonly Process[]): Promise<void> {
  await readNamelessExe(run, processes);
  await readExeNow(run, processes);
  await readPackages(run, processes, false);
  await readMemfdRuntimes(run, processes);
  await readDescriptors(run, processes);
}

/** Those of the processes that stay, best first, which get the columns of `standard`: as many as have room for them. */
export function richOf(run: Gathering, kept: readonly Process[], bytes: number): readonly Process[] {
  return run.detail === "basic" ? [] : kept.slice(0, roomForStandard(kept.length, bytes));
}

/** Read what only these processes get; while one reader hashes images the other reads the rest. */
export async function gatherDear(run: Gathering, rich: readonly Process[]): Promise<readonly Fact[]> {
  const [left] = await Promise.all([readImageHashes(run, rich), readColumns(run, rich)]);
  if (left === 0) return [];
  return [{ id: "images_not_hashed", source: "/proc/[pid]/exe", value: "beyond the budget of bytes", count: left }];
}

/** The columns of `standard`; of some processes also the dearest: at `full`, and of those with a signal. */
async function readColumns(run: Gathering, rich: readonly Process[]): Promise<void> {
  await readSurroundings(run, rich);
  await readContainers(run, rich);
  if (run.detail === "full") await readPackages(run, rich, true);
  const dear = rich.filter((process) => run.detail === "full" || factsOf(process, "signal").length > 0);
  await readDear(run, dear);
  await readFdinfo(run, dear);
  for (const process of rich) tellDear(process);
}

/** For the rows ranked last the columns of `standard` were not even read: they would not have fitted. */
export function columnsShed(run: Gathering, rich: number, kept: number): Truncation | null {
  if (run.detail === "basic" || rich === kept) return null;
  return {
    cap: "bytes",
    limit: rich,
    unit: "rows",
    source: "columns of standard",
    dropped: kept - rich,
    dropped_is: "exact",
    kept: "those of the rows ranked first",
    groups: [],
  };
}

/** Usual encoded sizes of a row with the columns of `basic`, and of what `standard` adds. */
const BASIC_ROW = 420;
const STANDARD_COLUMNS = 1100;
/** The rows ranked first get their columns however many others there are. */
const MIN_STANDARD = 256;

/** How many of so many rows can have the columns of `standard` within the bytes. */
function roomForStandard(rows: number, bytes: number): number {
  return Math.max(MIN_STANDARD, Math.floor((bytes - rows * BASIC_ROW) / STANDARD_COLUMNS));
}

async function readHiddenOnes(
  run: Gathering,
  hidden: readonly { readonly pid: number; readonly views: readonly string[] }[],
): Promise<Process[]> {
  if (hidden.length === 0) return [];
  const processes = await readLight(
    run,
    hidden.map(({ pid }) => pid),
  );
  await readPrograms(run, processes);
  for (const [i, process] of processes.entries()) {
    process.views = hidden[i]?.views ?? [];
    process.told.add("hidden_from_readdir");
  }
  return processes;
}
