import { TargetState } from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import { changeTarget, hasEnded } from "./change-target.ts";

/** The sensor has not written the command down. */
const UNTAKEN = new Set([TargetState.WAITING, TargetState.PENDING]);

/** End the targets whose command has expired; what came of their packages stays. */
export async function expireTargets(collector: Collector): Promise<void> {
  for (const { commandId, sensorId } of await collector.storage.expiredTargets(nowMs(collector.clock))) {
    const uploads = await collector.storage.uploadsOf(commandId, sensorId);
    const furthest = uploads.toSorted((a, b) => b.committedOffset - a.committedOffset)[0];
    await changeTarget(collector, commandId, sensorId, (target) => {
      if (hasEnded(target)) return null;
      const state = UNTAKEN.has(target.state) ? TargetState.EXPIRED : TargetState.LOST;
      return { state, packageId: furthest?.packageId ?? null };
    });
  }
}
