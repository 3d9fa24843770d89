import { type CollectionOptions, NO_COST, type PlannedPhase } from "@livetriage/triage-core";
import { describeTool, type Recording, replayHost } from "@livetriage/triage-core/host";
import { registry } from "../registry.ts";
import { SELF, VERSION } from "../version.ts";

/** All that the runner needs to collect from a recording: the same again gives the same package. */
export function replayOptions(
  { head, asks }: Recording,
  root: string,
  phases: readonly PlannedPhase[],
  settings: { readonly budgetMs: number; readonly signal: AbortSignal },
): CollectionOptions {
  const host = replayHost({ asks });
  return {
    ...settings,
    openLane: () => ({ forPhase: () => host, stats: () => NO_COST, close: () => undefined }),
    phases,
    clock: { wallNs: () => BigInt(head.wall_ns), monotonicNs: () => BigInt(head.monotonic_ns) },
    root: head.live ? "/" : root,
    packageId: "00000000-0000-4000-8000-000000000000",
    commandId: null,
    collector: { name: "livetriage", version: VERSION },
    about: {
      case_id: null,
      operator: null,
      reason: null,
      note: "replayed from a recording",
      sudo_user: null,
      argv: [],
      tool: describeTool(SELF, registry),
      redaction: "on",
    },
    pid: head.pid,
    effectiveUid: head.effective_uid,
    redactionKey: Buffer.from("replay"),
    ownUsage: () => ({ cpu_ms: 0, peak_rss_bytes: 0 }),
  };
}
