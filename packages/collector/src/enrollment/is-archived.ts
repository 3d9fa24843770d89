import type { SensorRecord, SensorSeen } from "../storage/storage-engine.ts";

const ARCHIVED_MS = 90 * 86_400_000;

/** Has a sensor been silent for so long that it is not listed and not counted? It is as before when it connects again. */
export function isArchived({ enrolledAtMs, lastSeenMs }: SensorRecord & Partial<SensorSeen>, nowMs: number): boolean {
  return nowMs - Math.max(enrolledAtMs, lastSeenMs ?? 0) > ARCHIVED_MS;
}
