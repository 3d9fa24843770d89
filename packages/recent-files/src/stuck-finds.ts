import type { HostReader } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Seen } from "./candidate.ts";
import type { WalkPlan } from "./plan-walk.ts";
import { type EngineEvent, type WalkLimits, walk } from "./walk.ts";

/** Names that are remembered of one `find`. */
const MOST_SHOWN = 65_536;

/** A `find` that stood still before it had shown all below its start points. */
export interface StuckFind {
  readonly starts: readonly LosslessString[];
  /** What it had shown by then; null when that was too much to remember. */
  readonly shown: ReadonlySet<LosslessString> | null;
}

/** Remembers what a `find` shows, for the case that it gets stuck; the start points were told before it began. */
export function createMemory(starts: readonly LosslessString[]) {
  const shown = new Set<LosslessString>(starts);
  return {
    add(seen: readonly Seen[]): void {
      if (shown.size <= MOST_SHOWN) for (const { path } of seen) shown.add(path);
    },
    toStuck: (): StuckFind => ({ starts, shown: shown.size <= MOST_SHOWN ? shown : null }),
  };
}

/** Walk what stuck ones left; the reader's own patience names what did not answer. Nothing is shown twice. */
export async function* walkAfter(
  host: HostReader,
  stuck: readonly StuckFind[],
  plan: WalkPlan,
  sinceNs: bigint,
  limits: WalkLimits,
): AsyncGenerator<EngineEvent> {
  for (const { starts, shown } of stuck) {
    if (shown === null) {
      for (const path of starts) yield { kind: "error", error: { op: "find", path, errno: "BLOCKED" } };
      continue;
    }
    for await (const event of walk(host, { ...plan, starts }, sinceNs, limits)) {
      yield event.kind === "seen" ? { kind: "seen", seen: event.seen.filter(({ path }) => !shown.has(path)) } : event;
    }
  }
}
