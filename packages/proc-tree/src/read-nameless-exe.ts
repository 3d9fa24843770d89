import { askAhead, type FileStat, type ReadPart, type Result } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Gathering } from "./gathering.ts";
import type { Process } from "./process.ts";
import { toExe } from "./to-exe.ts";

const LOOK: readonly ReadPart[] = [{ link: "exe" }, { stat: "exe" }, { link: "root" }];

/**
 * A second look at the few programs whose link ends in ` (deleted)`: was the file unlinked, is it a memfd, or is that
 * its name?
 */
export async function readNamelessExe(run: Gathering, processes: readonly Process[]): Promise<void> {
  const unsure = processes.filter((process) => process.exe !== null && process.exe.deleted === null);
  let at = 0;
  for await (const answer of askAhead(unsure, (process) =>
    run.host.readSet(`/proc/${process.pid}`, LOOK, same(process)),
  )) {
    const process = unsure[at++] as Process;
    if (!answer.ok) continue;
    const [link, stat, root] = answer.value.parts as [Result<LosslessString>, Result<FileStat>, Result<LosslessString>];
    if (!link.ok || !stat.ok) continue;
    const named = stat.value.nlink === 0 ? null : await isNamedSo(run, process, inside(link.value, root), stat.value);
    process.exeStat ??= stat.value;
    process.exe = toExe(link.value, stat.value, run.mounted, named);
  }
}

/** Is the running file the one that bears this very name in the file system of the process? */
async function isNamedSo(
  run: Gathering,
  process: Process,
  path: LosslessString,
  image: FileStat,
): Promise<boolean | null> {
  const answer = await run.host.readSet(`/proc/${process.pid}`, [{ stat: `root${path}` }], same(process));
  const found = answer.ok ? (answer.value.parts[0] as Result<FileStat>) : answer;
  if (found.ok) return found.value.dev === image.dev && found.value.ino === image.ino;
  return found.error.errno === "ENOENT" || found.error.errno === "ENOTDIR" ? false : null;
}

/** The link's path as seen from the root directory of the process. */
function inside(link: LosslessString, root: Result<LosslessString>): LosslessString {
  return root.ok && root.value !== "/" && link.startsWith(`${root.value}/`) ? link.slice(root.value.length) : link;
}

/** The process that was read before, or none. */
export function same(process: Process): { readonly expect?: { readonly start_ticks: string } } {
  return process.stat === null ? {} : { expect: { start_ticks: process.stat.start_ticks } };
}
