import { type Command, type Label, SensorStanding } from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";

/** Enrolled sensors that a command is for. */
export async function enrolledTargets({ storage }: Collector, { targets }: Command): Promise<string[]> {
  const named = new Set(targets?.sensorIds);
  const wanted = targets?.labels ?? [];
  const everyone = targets?.everyone ?? false;
  const ids: string[] = [];
  for await (const { sensorId, labels, standing } of storage.sensors()) {
    if (standing === SensorStanding.REVOKED) continue;
    const has = ({ name, value }: Label) => labels.some((l) => l.name === name && l.value === value);
    if (everyone || named.has(sensorId) || (wanted.length > 0 && wanted.every(has))) ids.push(sensorId);
  }
  return ids;
}
