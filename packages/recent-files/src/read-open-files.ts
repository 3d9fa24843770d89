import {
  askAhead,
  type FileBytes,
  type HostError,
  type HostReader,
  type PartValue,
  type Result,
} from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { type Holder, isMemfd, type OpenGroup } from "./open-files.ts";
import { type FdInfo, parseFdInfo } from "./parse/fdinfo.ts";

/** One file without a name, and who holds it open. */
export interface OpenFile extends FdInfo {
  readonly path: LosslessString;
  readonly holders: readonly Holder[];
  /** Holders beyond those that were looked at. */
  readonly dropped: number;
}

const MAX_HOLDERS = 8;
const FDINFO_BYTES = 1024;

/**
 * Tell the files of a group apart by the inode behind each descriptor. Nothing is opened through a descriptor or by its
 * path; a file that really is called `x (deleted)` is known by its inode and left out.
 */
export async function* readOpenFiles(
  host: HostReader,
  groups: readonly OpenGroup[],
): AsyncGenerator<OpenFile | HostError> {
  const asked = groups.flatMap((group) => group.holders.slice(0, MAX_HOLDERS).map((holder) => ({ group, holder })));
  const infos = new Map<OpenGroup, Map<string, { info: FdInfo; holders: Holder[] }>>();
  let i = 0;
  for await (const answer of askAhead(asked, ({ holder }) => readFdInfo(host, holder))) {
    const { group, holder } = asked[i++] as (typeof asked)[number];
    if (!answer.ok && answer.error.errno !== "ENOENT") yield answer.error;
    const info = answer.ok ? parseFdInfo(answer.value.bytes) : { mnt_id: null, ino: null };
    const files = infos.get(group) ?? new Map<string, { info: FdInfo; holders: Holder[] }>();
    infos.set(group, files);
    const key = `${info.mnt_id} ${info.ino}`;
    files.set(key, { info, holders: [...(files.get(key)?.holders ?? []), holder] });
  }
  for (const [group, files] of infos) {
    const dropped = group.holders.length - Math.min(group.holders.length, MAX_HOLDERS);
    for (const { info, holders } of files.values()) {
      if (await hasName(host, group.path, info)) continue;
      yield { path: group.path, ...info, holders, dropped };
    }
  }
}

async function readFdInfo(host: HostReader, { process, fd }: Holder): Promise<Result<FileBytes>> {
  const { pid, start_ticks } = process;
  const parts = [{ file: `fdinfo/${fd}`, maxBytes: FDINFO_BYTES }];
  const set = await host.readSet(`/proc/${pid}`, parts, { expect: { start_ticks } });
  return set.ok ? (set.value.parts[0] as Result<PartValue & FileBytes>) : set;
}

async function hasName(host: HostReader, path: LosslessString, { ino }: FdInfo): Promise<boolean> {
  if (ino === null || isMemfd(path)) return false;
  const named = await host.lstat(`${path} (deleted)`);
  return named.ok && String(named.value.ino) === ino;
}
