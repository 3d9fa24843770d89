import { type Command, type Label, SensorStanding } from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import { isArchived } from "../enrollment/is-archived.ts";

/** Enrolled sensors that a command is for. */
export async function enrolledTargets({ storage, clock }: Collector, { targets }: Command): Promise<string[]> {
  const named = new Set(targets?.sensorIds);
  const wanted = targets?.labels ?? [];
  const everyone = targets?.everyone ?? false;
  const ids: string[] = [];
  const now = nowMs(clock);
  for await (const sensor of storage.sensors()) {
    const { sensorId, labels, standing } = sensor;
    if (standing === SensorStanding.REVOKED || (isArchived(sensor, now) && !named.has(sensorId))) continue;
    const has = ({ name, value }: Label) => labels.some((l) => l.name === name && l.value === value);
    if (everyone || named.has(sensorId) || (wanted.length > 0 && wanted.every(has))) ids.push(sensorId);
  }
  return ids;
}
