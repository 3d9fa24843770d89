import { askAhead, type FileBytes, type ReadPart, type Result } from "@livetriage/triage-core";
import { decodeLossless } from "@livetriage/triage-core/text";
import { dirOf } from "./dir-of.ts";
import { fieldGap, type Gathering } from "./gathering.ts";
import { parseFdinfo } from "./parse/fdinfo.ts";
import type { Process } from "./process.ts";
import { sameProcess } from "./same-process.ts";

const MAX_BYTES = 16_384;
const KERNEL_OBJECT = /^(\d+) anon_inode:/;

/** Let descriptors of objects of the kernel say which object it is, but for our own. Source: proc_pid_fdinfo(5) */
export async function readFdinfo(run: Gathering, processes: readonly Process[]): Promise<void> {
  const own = new Set(run.facts.collector_pids);
  const asked = processes.filter((process) => !own.has(process.pid) && objectsOf(process).length > 0);
  let at = 0;
  for await (const answer of askAhead(asked, (process) =>
    run.host.readSet(dirOf(process), objectsOf(process).map(toPart), sameProcess(process)),
  )) {
    const process = asked[at++] as Process;
    if (answer.ok) takeFdinfo(run, process, answer.value.parts as Result<FileBytes>[]);
    else fieldGap(run, answer.error, "/proc/[pid]/fdinfo");
  }
}

function takeFdinfo(run: Gathering, process: Process, files: readonly Result<FileBytes>[]): void {
  if (process.fds === null) return;
  const told = new Map<string, string>();
  for (const [i, fd] of objectsOf(process).entries()) {
    const file = files[i] as Result<FileBytes>;
    if (file.ok) told.set(fd, parseFdinfo(decodeLossless(file.value.bytes)).join(" "));
    else if (file.error.errno !== "ENOENT") fieldGap(run, file.error, "/proc/[pid]/fdinfo/*");
  }
  const telling = process.fds.telling.map((line) => {
    const more = told.get(KERNEL_OBJECT.exec(line)?.[1] ?? "") ?? "";
    return more === "" ? line : `${line} ${more}`;
  });
  process.fds = { ...process.fds, telling };
}

/** Descriptor numbers. */
function objectsOf({ fds }: Process): string[] {
  return fds?.telling.flatMap((line) => KERNEL_OBJECT.exec(line)?.[1] ?? []) ?? [];
}

function toPart(fd: string): ReadPart {
  return { file: `fdinfo/${fd}`, maxBytes: MAX_BYTES };
}
