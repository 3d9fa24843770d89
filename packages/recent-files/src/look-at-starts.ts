import { type FileStat, glanceOf, type HostReader } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { EngineEvent } from "./walk.ts";

/** The start points themselves, which no engine reports, and the answer that lstat gave of each. */
export async function* lookAtStarts(
  host: HostReader,
  starts: readonly LosslessString[],
  sinceNs: bigint,
): AsyncGenerator<EngineEvent, ReadonlyMap<LosslessString, FileStat>> {
  const answers = await Promise.all(starts.map((path) => host.lstat(path)));
  const stats = new Map<LosslessString, FileStat>();
  for (const [i, answer] of answers.entries()) {
    const path = starts[i] as LosslessString;
    if (!answer.ok) {
      yield { kind: "error", error: answer.error };
      continue;
    }
    const stat = answer.value;
    stats.set(path, stat);
    if (stat.mtime_ns >= sinceNs || stat.ctime_ns >= sinceNs)
      yield { kind: "seen", seen: [{ path, stat: glanceOf(stat) }] };
  }
  return stats;
}
