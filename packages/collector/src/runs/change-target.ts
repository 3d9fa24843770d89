import { TargetState } from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import type { Id, TargetRecord } from "../storage/storage-engine.ts";

const ENDED: ReadonlySet<TargetState> = new Set([
  TargetState.DONE,
  TargetState.REFUSED,
  TargetState.EXPIRED,
  TargetState.LOST,
  TargetState.CANCELLED,
]);

/** Has this target come to its end? A retry may begin it anew. */
export function hasEnded({ state }: Pick<TargetRecord, "state">): boolean {
  return ENDED.has(state);
}

/**
 * Change a target of a sensor: what `change` makes of it becomes durable, then who watches is told. Nothing is changed
 * when the target is not there or `change` gives null.
 */
export async function changeTarget(
  { storage, runs, clock }: Collector,
  commandId: Id,
  sensorId: string,
  change: (target: TargetRecord) => Partial<TargetRecord> | null,
): Promise<TargetRecord | null> {
  const changed = await storage.changeTarget({ commandId, sensorId }, (target) => {
    const changes = change(target);
    return changes === null ? null : { ...target, ...changes, atMs: nowMs(clock) };
  });
  if (changed !== null) runs.tell(changed);
  return changed;
}
