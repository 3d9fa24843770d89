import type { HostError, HostReader } from "../../contract/host-reader.ts";
import type { FdTable, ProcessFds, Tables } from "../../contract/tables.ts";
import { askAhead } from "../../host/ask-ahead.ts";
import { fdParts, toFdRow } from "./fd-row.ts";
import { visitProcesses } from "./visit-processes.ts";

/** Descriptors kept of one process; the kernel's usual limit is far below. */
export const MAX_FDS = 65_536;
/** PID_MAX_LIMIT of the kernel, so that no listing of /proc is ever cut. */
const MAX_PIDS = 4_194_304;
/** Most processes have fewer; the others are read again. Asks for little travel in larger batches. */
const USUAL_FDS = 64;

interface FdOptions {
  readonly maxFds: number;
  /** Another phase of the run asks for the table. */
  readonly wanted: boolean;
}

/** The table of descriptors of one run; what a visit of the processes has seen is not read again. */
export function createFds(host: HostReader, { maxFds, wanted }: FdOptions): Pick<Tables, "fds" | "fdsAgain" | "visit"> {
  const usual = fdParts(Math.min(USUAL_FDS, maxFds));
  const seen = newWalk();
  let walked: Promise<void> | undefined;
  return {
    async fds() {
      await (walked ??= walk(host, maxFds, seen));
      await readLarge(host, maxFds, seen); // those visited since
      return tableOf(seen);
    },
    async fdsAgain() {
      const again = newWalk();
      await walk(host, maxFds, again);
      return tableOf(again);
    },
    visit(through, pids, parts, { fds = false } = {}) {
      if (!fds && !wanted) return askAhead(pids, (pid) => through.readSet(`/proc/${pid}`, parts));
      return visitProcesses(through, pids, parts, usual, (pid, stat, own) => {
        const row = toFdRow(pid, stat, own);
        if (row.ok && row.value.error?.errno !== "SKIPPED") seen.rows.set(pid, row.value);
      });
    },
  };
}

/** What is known so far. */
interface Walk {
  /** In the order of the listing. */
  listed: readonly number[];
  readonly rows: Map<number, ProcessFds>;
  readonly errors: HostError[];
}

function newWalk(): Walk {
  return { listed: [], rows: new Map(), errors: [] };
}

/** All processes that are listed and not known yet. Those that end before they are read or seen are left out. */
async function walk(host: HostReader, maxFds: number, known: Walk): Promise<void> {
  const listing = await host.list("/proc", { maxEntries: MAX_PIDS });
  if (!listing.ok) return void known.errors.push(listing.error);
  known.listed = listing.value.entries.flatMap(({ name }) => (/^[1-9]\d*$/.test(name) ? Number(name) : []));
  const unseen = known.listed.filter((pid) => !known.rows.has(pid));
  await read(host, unseen, Math.min(USUAL_FDS, maxFds), known);
  await readLarge(host, maxFds, known);
}

/** Those that have more descriptors than were asked for at first. */
async function readLarge(host: HostReader, maxFds: number, known: Walk): Promise<void> {
  const cut = [...known.rows.values()].filter(({ fds, dropped }) => dropped > 0 && fds.length < maxFds);
  const pids = cut.map(({ pid }) => pid);
  if (pids.length > 0) await read(host, pids, maxFds, known);
}

async function read(host: HostReader, pids: readonly number[], most: number, { rows, errors }: Walk): Promise<void> {
  const parts = fdParts(most);
  let i = 0;
  for await (const answer of askAhead(pids, (pid) => host.readSet(`/proc/${pid}`, parts))) {
    const pid = pids[i++] as number;
    const row = answer.ok ? toFdRow(pid, answer.value.stat, answer.value.parts) : answer;
    if (row.ok) rows.set(pid, row.value);
    else if (!isGone(row.error)) errors.push(row.error);
  }
}

/** Who is listed comes first, in that order. */
function tableOf({ listed, rows, errors }: Walk): FdTable {
  const order = new Set([...listed, ...rows.keys()]);
  return { processes: [...order].flatMap((pid) => rows.get(pid) ?? []), errors };
}

function isGone({ errno }: HostError): boolean {
  return errno === "ENOENT" || errno === "ESRCH" || errno === "VANISHED";
}
