import { RefusalReason, type RunStanding, SensorStanding, TargetState } from "@livetriage/proto-types";
import { toRfc3339 } from "@livetriage/triage-core/text";
import { second } from "../views/units.ts";

/** Where a target stands, in one word; a refusal with its reason: `REFUSED_EXPIRED`. */
export function stateWord(state: TargetState, reason: RefusalReason = RefusalReason.UNSPECIFIED): string {
  if (state !== TargetState.REFUSED) return (TargetState[state] ?? `state ${state}`).toLowerCase();
  return reason === RefusalReason.UNSPECIFIED ? "REFUSED" : `REFUSED_${RefusalReason[reason] ?? reason}`;
}

/** How far a sensor is trusted and whether it is there, in one word. */
export function sensorWord(standing: SensorStanding, connected: boolean): string {
  if (standing === SensorStanding.QUARANTINED) return "quarantined";
  if (standing === SensorStanding.REVOKED) return "revoked";
  return connected ? "online" : "offline";
}

/** Milliseconds since the epoch as `2026-11-23 10:00:00Z`; `-` for never. */
export function momentText(ms: bigint): string {
  return second(ms === 0n ? null : toRfc3339(ms * 1_000_000n));
}

/** What keeps hosts of a run from beginning; `-` for nothing. */
export function standingWord(standing: Pick<RunStanding, "pause" | "missingCommands"> | undefined): string {
  const { pause, missingCommands = 0 } = standing ?? {};
  if (missingCommands > 0) return `${missingCommands} of its commands are yet to be handed in`;
  if (pause === undefined) return "-";
  const who =
    pause.operator === "" ? "it paused itself" : `${pause.operator} paused ${pause.wholeFleet ? "the fleet" : "it"}`;
  return pause.reason === "" ? who : `${who}: ${pause.reason}`;
}
