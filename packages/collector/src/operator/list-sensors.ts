import type { Collector } from "../collector.ts";

/** The `ListSensors` call. */
export function listSensors({ storage, sessions }: Collector) {
  return async function* list() {
    for await (const sensor of storage.sensors()) {
      yield {
        sensorId: sensor.sensorId,
        hostname: sensor.hostname,
        labels: [...sensor.labels],
        connected: sessions.get(sensor.sensorId) !== undefined,
        lastSeenMs: BigInt(sensor.lastSeenMs ?? 0),
        build: sensor.build ?? "",
        certificateExpiresAtMs: BigInt(sensor.certificateExpiresAtMs),
        standing: sensor.standing,
      };
    }
  };
}
