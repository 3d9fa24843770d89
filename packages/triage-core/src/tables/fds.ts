import type { FileBytes, HostError, HostReader, Links, ReadPart, ReadSet, Result } from "../contract/host-reader.ts";
import type { FdTable, ProcessFds } from "../contract/tables.ts";
import { askAhead } from "../host/ask-ahead.ts";
import type { LosslessString } from "../text/lossless.ts";
import { parseDecimal } from "../text/numbers.ts";
import { parseStatIdentity } from "./parse/stat.ts";

/** Descriptors kept of one process; the kernel's usual limit is far below. */
export const MAX_FDS = 65_536;
/** PID_MAX_LIMIT of the kernel, so that no listing of /proc is ever cut. */
const MAX_PIDS = 4_194_304;
/** Most processes have fewer; the others are read again. Asks for little travel in larger batches. */
const USUAL_FDS = 64;
/** The line of user ids is the ninth. */
const STATUS_BYTES = 512;
const UID = "\nUid:\t";

/** Open descriptors and network namespace of every process in one pass over /proc. Processes that end meanwhile are left out. */
export async function readFds(host: HostReader, maxFds: number): Promise<FdTable> {
  const processes: ProcessFds[] = [];
  const errors: HostError[] = [];
  const listing = await host.list("/proc", { maxEntries: MAX_PIDS });
  if (!listing.ok) return { processes, errors: [listing.error] };
  const pids = listing.value.entries
    .map(({ name }) => (/^\d+$/.test(name) ? Number(name) : 0))
    .filter((pid) => pid > 0);
  const [usual, all] = [partsOf(Math.min(USUAL_FDS, maxFds)), partsOf(maxFds)];
  let i = 0;
  for await (const first of askAhead(pids, (pid) => host.readSet(`/proc/${pid}`, usual))) {
    const pid = pids[i++] as number;
    const answer = maxFds > USUAL_FDS && hasMore(first) ? await host.readSet(`/proc/${pid}`, all) : first;
    const row = answer.ok ? toProcessFds(pid, answer.value) : answer;
    if (row.ok) processes.push(row.value);
    else if (!isGone(row.error)) errors.push(row.error);
  }
  return { processes, errors };
}

function partsOf(maxEntries: number): readonly ReadPart[] {
  return [{ links: "fd", maxEntries }, { file: "status", maxBytes: STATUS_BYTES }, { link: "ns/net" }];
}

function hasMore(set: Result<ReadSet>): boolean {
  const links = set.ok ? (set.value.parts[0] as Result<Links>) : set;
  return links.ok && links.value.more;
}

function toProcessFds(pid: number, set: ReadSet): Result<ProcessFds> {
  const who = parseStatIdentity(set.stat);
  if (who === null) return { ok: false, error: { op: "read", path: `/proc/${pid}/stat`, errno: "EBADMSG" } };
  const [links, status, netns] = set.parts as [Result<Links>, Result<FileBytes>, Result<LosslessString>];
  const fds = links.ok ? links.value.links.map(({ name, link }) => ({ fd: Number(name), link })) : [];
  const row = {
    pid,
    start_ticks: who.start_ticks,
    comm: who.comm,
    uid: status.ok ? realUid(status.value) : null,
    netns,
    fds,
    // Descriptors closed between the listing and their turn are seen too, but nothing was cut.
    dropped: links.ok && links.value.more ? links.value.seen - fds.length : 0,
    error: links.ok ? null : links.error,
  };
  return { ok: true, value: row };
}

/** First number of the `Uid:` line, found in place: this is done for every process. Source: proc_pid_status(5) */
function realUid({ bytes }: FileBytes): number | null {
  const status = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const from = status.indexOf(UID) + UID.length;
  if (from < UID.length) return null;
  const to = status.indexOf("\t", from);
  return parseDecimal(status.toString("latin1", from, Math.max(from, to)));
}

function isGone({ errno }: HostError): boolean {
  return errno === "ENOENT" || errno === "ESRCH" || errno === "VANISHED";
}
