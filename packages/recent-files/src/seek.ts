import type { PhaseContext } from "@livetriage/triage-core";
import type { RecentFilesCaps } from "./caps.ts";
import { compare } from "./compare.ts";
import { canFind, findChanged, splitPlan } from "./find-changed.ts";
import type { RecentFilesParams } from "./params.ts";
import type { WalkPlan } from "./plan-walk.ts";
import { type EngineEvent, type WalkLimits, walk } from "./walk.ts";

type Context = PhaseContext<RecentFilesCaps, RecentFilesParams>;

/** Run the engine that was asked for, or the best there is, and tell which. */
export async function* seek(ctx: Context, plan: WalkPlan, sinceNs: bigint): AsyncGenerator<EngineEvent> {
  const { host, signal, caps } = ctx;
  const limits: WalkLimits = {
    levels: caps.levels,
    directories: caps.directories,
    names: caps.names,
    namesPerDirectory: caps.directory_names,
  };
  const engine = ctx.params.engine ?? (host.find === undefined ? "walk" : "find");
  if (engine === "walk" || !canFind(host)) {
    yield {
      kind: "fact",
      id: "engine",
      value: engine === "walk" ? "walk" : `walk; ${engine} was asked for, no find is trusted`,
    };
    yield* walk(host, plan, sinceNs, limits);
    return;
  }
  yield { kind: "fact", id: "engine", value: engine };
  const { forFind, forWalk } = splitPlan(plan);
  const found = findChanged(host, forFind, sinceNs, { limits, signal, inParts: engine === "find" });
  if (engine === "find") yield* found;
  else yield* compare(host, found, walk(host, forFind, sinceNs, limits), ctx.facts.started_at_ns);
  yield* walk(host, forWalk, sinceNs, limits);
}
