import { TargetState } from "@livetriage/proto-types";
import type { Database } from "./database.ts";
import type { StorageEngine } from "./storage-engine.ts";

type Targets = Pick<StorageEngine, "targets" | "target" | "openTargets" | "expiredTargets" | "saveTarget">;

/** Targets that have not ended. */
const OPEN = `state IN (${[TargetState.PENDING, TargetState.DELIVERED, TargetState.RUNNING].join(", ")})`;

/** A field of the command of a target. */
const command = (field: string) => `(SELECT ${field} FROM commands WHERE commands.commandId = targets.commandId)`;

/** Where each sensor of a command stands. */
export function targets(db: Database): Targets {
  return {
    targets: async (commandId) => db.targets.all("WHERE commandId = ? ORDER BY sensorId", commandId),
    target: async (commandId, sensorId) => db.targets.one("WHERE commandId = ? AND sensorId = ?", commandId, sensorId),
    openTargets: async (sensorId) =>
      db.targets.all(`WHERE sensorId = ? AND ${OPEN} ORDER BY ${command("submittedAtMs")}, commandId`, sensorId),
    expiredTargets: async (nowMs) => db.targets.all(`WHERE ${OPEN} AND ${command("expiresAtMs")} <= ?`, nowMs),
    saveTarget: (target) => db.write(() => db.targets.put(target)),
  };
}
