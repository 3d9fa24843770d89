import { type FileStat, glanceOf, type HostReader } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import { createDirectoryOf } from "./directory-of.ts";
import type { EngineEvent } from "./walk.ts";

/** The start points themselves, which no engine reports. */
export interface Starts {
  /** The answer that lstat gave of each. */
  readonly stats: ReadonlyMap<LosslessString, FileStat>;
  /** Those that changed, and those that could not be looked at. */
  readonly events: readonly EngineEvent[];
}

/** Look at all start points at once. */
export async function lookAtStarts(
  host: HostReader,
  starts: readonly LosslessString[],
  sinceNs: bigint,
): Promise<Starts> {
  const answers = await Promise.all(starts.map((path) => host.lstat(path)));
  const stats = new Map<LosslessString, FileStat>();
  const events: EngineEvent[] = [];
  const directoryOf = createDirectoryOf();
  for (const [i, answer] of answers.entries()) {
    const path = starts[i] as LosslessString;
    if (!answer.ok) {
      events.push({ kind: "error", error: answer.error });
      continue;
    }
    const stat = answer.value;
    stats.set(path, stat);
    if (stat.mtime_ns >= sinceNs || stat.ctime_ns >= sinceNs)
      events.push({ kind: "seen", seen: [{ path, directory: directoryOf(path), stat: glanceOf(stat) }] });
  }
  return { stats, events };
}
