import type { FileBytes, Result } from "@livetriage/triage-core";
import { type Cgroup, decodeLossless, parseCgroup } from "@livetriage/triage-core/text";
import { type Gathering, noteGap } from "./gathering.ts";
import type { LightAnswers } from "./light-parts.ts";
import { hasProgram, inodeOf, type Process } from "./process.ts";
import { takeCmdline } from "./take-cmdline.ts";
import { toExe } from "./to-exe.ts";

/** Put what the memory and the descriptors of a process tell into it; its `stat` is known. */
export function takeProgram(run: Gathering, process: Process, answers: LightAnswers): void {
  const { exe, cwd, exeStat, cgroup, mnt, net, cmdline } = answers;
  process.exeStat = valueOf(exeStat);
  process.exe = exe.ok ? toExe(exe.value, process.exeStat, run.mounted, null) : null;
  process.cwd = valueOf(cwd);
  process.cgroup = cgroup?.ok === true ? sharedCgroup(run, cgroup.value) : null;
  process.mntNamespace = inodeOf(valueOf(mnt));
  process.netNamespace = inodeOf(valueOf(net));
  takeCmdline(run, process, cmdline);
  noteGap(run, cgroup, "/proc/[pid]/cgroup");
  if (!hasProgram(process)) return;
  noteGap(run, exe, "/proc/[pid]/exe", true);
  if (exe.ok) noteGap(run, exeStat, "/proc/[pid]/exe", true);
  noteGap(run, cwd, "/proc/[pid]/cwd", true);
}

/** Processes of one cgroup have one and the same object: on a crowded host they are many. */
function sharedCgroup({ cgroups }: Gathering, { bytes }: FileBytes): Cgroup | null {
  const text = decodeLossless(bytes);
  const known = cgroups.get(text);
  if (known !== undefined) return known;
  const cgroup = parseCgroup(text);
  cgroups.set(text, cgroup);
  return cgroup;
}

function valueOf<T>(result: Result<T> | undefined): T | null {
  return result?.ok === true ? result.value : null;
}
