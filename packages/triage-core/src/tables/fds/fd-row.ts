import type { FileBytes, Links, ReadPart, ReadSet, Result } from "../../contract/host-reader.ts";
import type { ProcessFds } from "../../contract/tables.ts";
import type { LosslessString } from "../../text/lossless.ts";
import { parseDecimal } from "../../text/numbers.ts";
import { parseStatIdentity } from "../parse/stat.ts";
import { toOpenFds } from "./open-fds.ts";

/** The line of user ids is the ninth. */
const STATUS_BYTES = 512;
const UID = "\nUid:\t";

/** What a row of the table is made of, in the order that `toFdRow` takes it in. */
export function fdParts(maxEntries: number): readonly ReadPart[] {
  return [{ links: "fd", maxEntries }, { file: "status", maxBytes: STATUS_BYTES }, { link: "ns/net" }];
}

/**
 * The row of a process, from its `stat` and the answers to `fdParts`.
 *
 * Errors: EBADMSG when `stat` is not in its form.
 */
export function toFdRow(pid: number, stat: Uint8Array, parts: ReadSet["parts"]): Result<ProcessFds> {
  const who = parseStatIdentity(stat);
  if (who === null) return { ok: false, error: { op: "read", path: `/proc/${pid}/stat`, errno: "EBADMSG" } };
  const [links, status, netns] = parts as [Result<Links>, Result<FileBytes>, Result<LosslessString>];
  const row = {
    pid,
    start_ticks: who.start_ticks,
    comm: who.comm,
    uid: status.ok ? realUid(status.value) : null,
    netns,
    ...(links.ok ? toOpenFds(links.value) : { fds: [], dropped: 0 }),
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
