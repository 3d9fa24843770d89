import type { ListSensorsRequest } from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import { isArchived } from "../enrollment/is-archived.ts";

/** The `ListSensors` call. */
export function listSensors({ storage, sessions, clock }: Collector) {
  return async function* list({ all }: ListSensorsRequest) {
    const now = nowMs(clock);
    for await (const sensor of storage.sensors()) {
      const archived = isArchived(sensor, now);
      if (archived && !all) continue;
      yield {
        sensorId: sensor.sensorId,
        hostname: sensor.hostname,
        labels: [...sensor.labels],
        connected: sessions.get(sensor.sensorId) !== undefined,
        lastSeenMs: BigInt(sensor.lastSeenMs ?? 0),
        build: sensor.build ?? "",
        certificateExpiresAtMs: BigInt(sensor.certificateExpiresAtMs),
        standing: sensor.standing,
        archived,
      };
    }
  };
}
