import type { FileBytes, Result } from "@livetriage/triage-core";
import { fieldGap, type Gathering } from "./gathering.ts";
import { parseCmdline } from "./parse/cmdline.ts";
import type { ProcStat } from "./parse/stat.ts";
import { type Argv, hasProgram, type Process } from "./process.ts";

const SOURCE = "/proc/[pid]/cmdline";

/**
 * Put the arguments into a process whose `stat` is known. Kernel threads and zombies have none.
 *
 * Source: proc_pid_cmdline(5)
 */
export function takeCmdline(run: Gathering, process: Process, file: Result<FileBytes>): void {
  if (!hasProgram(process)) {
    process.cmdlineStatus = process.stat === null ? null : "none";
  } else if (file.ok) {
    process.argv = toArgv(file.value, process.stat, run.facts.page_size);
    process.cmdlineStatus = file.value.bytes.length === 0 ? "empty" : "read";
  } else {
    process.cmdlineStatus = fieldGap(run, file.error, SOURCE).kind;
  }
}

function toArgv({ bytes, more }: FileBytes, stat: ProcStat | null, pageSize: number): Argv {
  const known = stat !== null && stat.arg_start !== null && stat.arg_end !== null && stat.arg_end > stat.arg_start;
  const [start, expected] = known ? [stat.arg_start, stat.arg_end - stat.arg_start] : [0, null];
  const short = expected !== null && !more && bytes.length < expected;
  const cutAtPage = short && (bytes.length === 0 || (start + bytes.length) % pageSize === 0);
  return { ...parseCmdline(bytes, more), expected, more, cutAtPage };
}
