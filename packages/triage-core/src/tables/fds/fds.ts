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
  const seen = new Map<number, ProcessFds>();
  const usual = fdParts(Math.min(USUAL_FDS, maxFds));
  let table: Promise<FdTable> | undefined;
  return {
    fds: () => (table ??= readFds(host, maxFds, seen)),
    fdsAgain: () => readFds(host, maxFds, new Map()),
    visit(through, pids, parts, { fds = false } = {}) {
      if (!fds && !wanted) return askAhead(pids, (pid) => through.readSet(`/proc/${pid}`, parts));
      return visitProcesses(through, pids, parts, usual, (pid, stat, own) => {
        const row = toFdRow(pid, stat, own);
        if (row.ok && row.value.error?.errno !== "SKIPPED") seen.set(pid, row.value);
      });
    },
  };
}

/** Rows of all processes, in the order of the listing. Those that end before they are read or seen are left out. */
async function readFds(host: HostReader, maxFds: number, seen: ReadonlyMap<number, ProcessFds>): Promise<FdTable> {
  const rows = new Map(seen);
  const errors: HostError[] = [];
  const read = async (pids: readonly number[], most: number): Promise<void> => {
    const parts = fdParts(most);
    let i = 0;
    for await (const answer of askAhead(pids, (pid) => host.readSet(`/proc/${pid}`, parts))) {
      const pid = pids[i++] as number;
      const row = answer.ok ? toFdRow(pid, answer.value.stat, answer.value.parts) : answer;
      if (row.ok) rows.set(pid, row.value);
      else if (!isGone(row.error)) errors.push(row.error);
    }
  };
  const listing = await host.list("/proc", { maxEntries: MAX_PIDS });
  if (!listing.ok) return { processes: [...rows.values()], errors: [listing.error] };
  const listed = listing.value.entries.flatMap(({ name }) => (/^[1-9]\d*$/.test(name) ? Number(name) : []));
  await read(
    listed.filter((pid) => !rows.has(pid)),
    Math.min(USUAL_FDS, maxFds),
  );
  const large = [...rows.values()].filter(({ dropped }) => dropped > 0).map(({ pid }) => pid);
  if (maxFds > USUAL_FDS) await read(large, maxFds);
  const order = new Set([...listed, ...rows.keys()]);
  return { processes: [...order].flatMap((pid) => rows.get(pid) ?? []), errors };
}

function isGone({ errno }: HostError): boolean {
  return errno === "ENOENT" || errno === "ESRCH" || errno === "VANISHED";
}
