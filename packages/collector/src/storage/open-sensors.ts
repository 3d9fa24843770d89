import { join } from "node:path";
import { openEmbeddedStorage } from "./embedded-storage.ts";
import type { SensorRecord, SensorSeen } from "./storage-engine.ts";

/** The sensors of a Collector's directory, which may be served meanwhile. */
export async function* openSensors(dir: string): AsyncGenerator<SensorRecord & Partial<SensorSeen>> {
  const storage = await openEmbeddedStorage(join(dir, "data"));
  try {
    yield* storage.sensors();
  } finally {
    await storage.close();
  }
}
