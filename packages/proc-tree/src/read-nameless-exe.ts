import { askAhead, type FileStat, type ReadPart, type Result } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { dirOf } from "./dir-of.ts";
import type { Gathering } from "./gathering.ts";
import type { Process } from "./process.ts";
import { sameProcess } from "./same-process.ts";
import { toExe } from "./to-exe.ts";

const LOOK: readonly ReadPart[] = [{ link: "exe" }, { stat: "exe" }, { link: "ns/mnt" }];

/**
 * A second look at the few programs whose link ends in ` (deleted)`: was the file unlinked, is it a memfd, or is that
 * its name? Names are looked up in our own mount namespace only.
 */
export async function readNamelessExe(run: Gathering, processes: readonly Process[]): Promise<void> {
  const unsure = processes.filter((process) => process.exe !== null && process.exe.deleted === null);
  if (unsure.length === 0) return;
  const ours = await readOwnMountNamespace(run);
  let at = 0;
  for await (const answer of askAhead(unsure, (process) =>
    run.host.readSet(dirOf(process), LOOK, sameProcess(process)),
  )) {
    const process = unsure[at++] as Process;
    if (!answer.ok) continue;
    const [link, stat, mnt] = answer.value.parts as [Result<LosslessString>, Result<FileStat>, Result<LosslessString>];
    if (!link.ok || !stat.ok) continue;
    const isKnowable = stat.value.nlink > 0 && mnt.ok && mnt.value === ours;
    const namedSo = isKnowable ? isSameFile(await run.host.lstat(link.value), stat.value) : null;
    process.exeStat ??= stat.value;
    process.exe = toExe(link.value, stat.value, run.mounted, namedSo);
  }
}

/** Is what was found at a path the given file? Null where the path could not be asked. */
export function isSameFile(found: Result<FileStat>, file: FileStat): boolean | null {
  if (found.ok) return found.value.dev === file.dev && found.value.ino === file.ino;
  return found.error.errno === "ENOENT" || found.error.errno === "ENOTDIR" ? false : null;
}

/** The mount namespace that our own paths are in, as its link says it; null when that cannot be read. */
export async function readOwnMountNamespace({ host, facts }: Gathering): Promise<LosslessString | null> {
  const link = await host.readLink(`/proc/${facts.viewer}/ns/mnt`);
  return link.ok ? link.value : null;
}
