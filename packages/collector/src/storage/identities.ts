import type { Database } from "./database.ts";
import type { StorageEngine } from "./storage-engine.ts";

type Identities = Pick<
  StorageEngine,
  "saveSensor" | "sensor" | "sensors" | "saveSeen" | "seen" | "addToken" | "token" | "useToken"
>;

/** Who may connect. */
export function identities(db: Database): Identities {
  return {
    saveSensor: (sensor) => db.write(() => db.sensors.put(sensor)),
    sensor: async (sensorId) => db.sensors.get(sensorId),
    async *sensors() {
      for (const sensor of db.sensors.every()) {
        yield { ...sensor, ...db.seen.all("WHERE sensorId = ?", sensor.sensorId)[0] };
      }
    },
    saveSeen: (seen) => db.write(() => seen.forEach((one) => db.seen.put(one))),
    seen: async (sensorId) => db.seen.get(sensorId),

    addToken: (token) => db.write(() => db.tokens.put(token)),
    token: async (digest) => db.tokens.one("WHERE digest = ?", digest),
    useToken: (digest, nowMs) =>
      db.write(() => {
        const token = db.tokens.get(digest);
        if (token === null || token.usesLeft < 1 || token.expiresAtMs <= nowMs) return null;
        const used = { ...token, usesLeft: token.usesLeft - 1 };
        db.tokens.put(used);
        return used;
      }),
  };
}
