import { type Rollout, TargetState } from "@livetriage/proto-types";
import { counts, failureOf, silentAtMs, type TargetFacts } from "./failure-of.ts";

/** All that a run is decided by. */
export interface RunFacts {
  readonly nowMs: number;
  readonly rollout: Rollout;
  /** Had the canaries passed? */
  readonly isOpen: boolean;
  readonly isPaused: boolean;
  /** What began up to then is not held against the run. */
  readonly forgivenUntilMs: number;
  /** Since a target began last, by a clock that nobody sets; Infinity when none has. */
  readonly sinceStartMs: number;
  /** In the order in which they are to begin. */
  readonly targets: readonly TargetFacts[];
}

export interface Decision {
  /** Targets that may begin now, all of sensors that are here. */
  readonly start: readonly TargetFacts[];
  /** Have the canaries passed now? */
  readonly opens: boolean;
  /** Why the run pauses itself, null when it does not. */
  readonly pause: string | null;
  /** When to decide again if nothing happens before, null for not at all. */
  readonly againMs: number | null;
}

const NOTHING: Decision = { start: [], opens: false, pause: null, againMs: null };

/** Decide what a run does now. */
export function decideRun(facts: RunFacts): Decision {
  const { nowMs, rollout, isPaused, forgivenUntilMs, targets } = facts;
  const waiting = targets.filter(({ state }) => state === TargetState.WAITING);
  if (isPaused || waiting.length === 0) return NOTHING; // nothing is left that could be held
  const judged = targets.filter((target) => (target.startedAtMs ?? 0) > forgivenUntilMs && counts(target));
  const failures = judged.flatMap((target) => failureOf(target, nowMs) ?? []);
  if (failures.length * 1000 > rollout.stopAfterPermille * judged.length) {
    return {
      ...NOTHING,
      pause: `${failures.length} of the ${judged.length} that have begun failed: ${tally(failures)}`,
    };
  }
  const canaries = decideCanaries(facts, judged, failures.length);
  if (canaries.pause !== null) return { ...NOTHING, pause: canaries.pause };
  const here = waiting.filter((target) => target.here);
  const rate = allowance(rollout.ratePerMinute, facts.sinceStartMs);
  const start = here.slice(0, Math.min(canaries.room, rate.now));
  const moreAtMs = here.length > start.length && canaries.room > start.length ? [nowMs + rate.spacingMs] : [];
  const silentMs = judged.flatMap((target) => silentAtMs(target) ?? []);
  const later = [...moreAtMs, ...silentMs, ...canaries.settleAtMs].filter((ms) => ms > nowMs);
  return { start, opens: canaries.opens, pause: null, againMs: later.length === 0 ? null : Math.min(...later) };
}

interface Canaries {
  /** How many more may begin. */
  readonly room: number;
  readonly opens: boolean;
  readonly pause: string | null;
  /** When those that have delivered will have stayed long enough. */
  readonly settleAtMs: readonly number[];
}

/** While a run is not open, those of its targets that have begun are its canaries. */
function decideCanaries(
  { nowMs, rollout, isOpen }: RunFacts,
  judged: readonly TargetFacts[],
  failed: number,
): Canaries {
  const { canaryCount, settleSeconds } = rollout;
  const open = { room: Infinity, opens: false, pause: null, settleAtMs: [] };
  if (isOpen || canaryCount === 0) return open;
  if (judged.length < canaryCount) return { ...open, room: canaryCount - judged.length };
  if (failed === judged.length) return { ...open, room: 0, pause: "no canary has delivered" };
  const settleAtMs = judged
    .filter(({ state, here }) => state === TargetState.DONE && here)
    .map(({ atMs, sinceMs }) => Math.max(atMs, sinceMs) + settleSeconds * 1000);
  const passed = settleAtMs.filter((ms) => ms <= nowMs).length;
  return passed + failed === judged.length ? { ...open, opens: true } : { ...open, room: 0, settleAtMs };
}

/** How many may begin now, and the time from one to the next. With a high rate a few begin at once, ten times a second. */
function allowance(perMinute: number, sinceStartMs: number): { now: number; spacingMs: number } {
  if (perMinute === 0) return { now: Infinity, spacingMs: 0 };
  const earned = Math.floor((sinceStartMs * perMinute) / 60_000);
  return { now: Math.min(earned, Math.max(1, Math.floor(perMinute / 600))), spacingMs: Math.ceil(60_000 / perMinute) };
}

/** `2 silent, 1 lost` */
function tally(words: readonly string[]): string {
  const groups = Map.groupBy(words, (word) => word);
  return [...groups].map(([word, { length }]) => `${length} ${word}`).join(", ");
}
