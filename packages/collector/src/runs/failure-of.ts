import { RefusalReason, TargetState } from "@livetriage/proto-types";
import type { TargetRecord } from "../storage/storage-engine.ts";
import { hasEnded } from "./change-target.ts";

/** A sensor that is away for so long is silent. */
const SILENT_MS = 60_000;

/** A host that has delivered is watched for so long from its beginning on: it may still go down. */
const WATCHED_MS = 300_000;

/** Refusals that say nothing about what a collection does to a host. */
const NEUTRAL = new Set([RefusalReason.DISABLED, RefusalReason.RATE, RefusalReason.HALTED]);

/** A target and whether its sensor is here. */
export interface TargetFacts
  extends Pick<TargetRecord, "commandId" | "sensorId" | "state" | "reason" | "attempt" | "startedAtMs" | "atMs"> {
  /** Has the sensor a session? */
  readonly here: boolean;
  /** Since when that is so. */
  readonly sinceMs: number;
}

/** Does a target that has begun say anything about the run? */
export function counts({ state, reason }: TargetFacts): boolean {
  return state !== TargetState.CANCELLED && !(state === TargetState.REFUSED && NEUTRAL.has(reason));
}

/** What went wrong with a target that has begun and counts, in a word; null for nothing. */
export function failureOf(target: TargetFacts, nowMs: number): string | null {
  const { state, reason, attempt } = target;
  if (state === TargetState.REFUSED) return `refused (${RefusalReason[reason] ?? reason})`;
  if (state === TargetState.LOST || state === TargetState.EXPIRED) return "lost";
  if (attempt > 1 && !hasEnded(target)) return "crashed";
  const silentMs = silentAtMs(target);
  return silentMs !== null && silentMs <= nowMs ? "silent" : null;
}

/** When a target counts as silent, if its sensor stays away; null where it does not matter. */
export function silentAtMs(target: TargetFacts): number | null {
  const { here, sinceMs, startedAtMs } = target;
  const isWatched = !hasEnded(target) || sinceMs <= (startedAtMs ?? 0) + WATCHED_MS;
  return here || !isWatched ? null : sinceMs + SILENT_MS;
}
