import type { CollectionOptions } from "@livetriage/triage-core";
import { type RecordedAsk, type RecordingHead, recordHost } from "@livetriage/triage-core/host";
import type { CollectRequest } from "../args/collect-request.ts";

/** What a recording says of itself, for people and for the replay. */
export interface RecordingMeta {
  readonly recorded_by: string;
  readonly recorded_at: string;
  readonly root: string;
  readonly redacted: boolean;
  /** What was asked of the phases; a replay asks the same. */
  readonly request: CollectRequest;
  readonly phases: Readonly<Record<string, { readonly status: string; readonly items: number }>>;
}

/** The same collection with every answer of the host kept, and the head by which a replay asks the same questions. */
export function recordOptions(
  options: CollectionOptions,
  asks: RecordedAsk[],
): { readonly options: CollectionOptions; readonly head: RecordingHead } {
  const head = {
    recording: 1,
    live: options.root === "/",
    pid: options.pid,
    effective_uid: options.effectiveUid,
    wall_ns: String(options.clock.wallNs()),
    monotonic_ns: String(options.clock.monotonicNs()),
  } as const;
  const openLane: CollectionOptions["openLane"] = (lane) => {
    const host = options.openLane(lane);
    return { ...host, forPhase: (signal) => recordHost(host.forPhase(signal), (asked) => asks.push(asked)) };
  };
  // One wall clock for the whole recording, so that its replay looks through the same window.
  const clock = { ...options.clock, wallNs: () => BigInt(head.wall_ns) };
  return { options: { ...options, openLane, clock }, head };
}
