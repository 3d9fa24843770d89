import type { HostReader } from "@livetriage/triage-core";
import type { StuckFind } from "./find-memory.ts";
import type { WalkPlan } from "./plan-walk.ts";
import { type EngineEvent, type WalkLimits, walk } from "./walk.ts";

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
