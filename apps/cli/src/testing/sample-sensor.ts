import { SensorStanding } from "@livetriage/proto-types";
import type { Sensor } from "../fleet/sensors.ts";

/** A sensor as the Collector lists it. */
export function sampleSensor(sensorId: string, hostname: string, standing = SensorStanding.TRUSTED): Sensor {
  return {
    sensorId,
    hostname,
    labels: [],
    connected: true,
    lastSeenMs: 1_795_000_000_000n,
    build: "0.1.0",
    certificateExpiresAtMs: 1_797_000_000_000n,
    standing,
    archived: false,
  };
}
