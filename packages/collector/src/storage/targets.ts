import { TargetState } from "@livetriage/proto-types";
import type { Database } from "./database.ts";
import type { StorageEngine, TargetRecord } from "./storage-engine.ts";

type Targets = Pick<
  StorageEngine,
  "targets" | "target" | "openTargets" | "expiredTargets" | "changeTarget" | "startTargets" | "cancelTargets"
>;

const isOneOf = (states: readonly TargetState[]) => `state IN (${states.join(", ")})`;
const BEGUN = [TargetState.PENDING, TargetState.DELIVERED, TargetState.RUNNING];

/** Targets that have not ended. */
export const UNENDED = isOneOf([TargetState.WAITING, ...BEGUN]);

/** A field of the command of a target. */
const command = (field: string) => `(SELECT ${field} FROM commands WHERE commands.commandId = targets.commandId)`;

/** Where each sensor of a command stands. */
export function targets(db: Database): Targets {
  return {
    targets: async (commandId) => db.targets.all("WHERE commandId = ? ORDER BY sensorId", commandId),
    target: async (commandId, sensorId) => db.targets.get(commandId, sensorId),
    openTargets: async (sensorId) =>
      db.targets.all(
        `WHERE sensorId = ? AND ${isOneOf(BEGUN)} ORDER BY ${command("submittedAtMs")}, commandId`,
        sensorId,
      ),
    expiredTargets: async (nowMs) => db.targets.all(`WHERE ${UNENDED} AND ${command("expiresAtMs")} <= ?`, nowMs),
    changeTarget: ({ commandId, sensorId }, change) =>
      db.write(() => {
        const target = db.targets.get(commandId, sensorId);
        const changed = target === null ? null : change(target);
        return changed === null ? null : put(db, changed);
      }),
    startTargets: (names, atMs) =>
      db.write(() =>
        names.flatMap(({ commandId, sensorId }) => {
          const target = db.targets.get(commandId, sensorId);
          if (target?.state !== TargetState.WAITING) return [];
          return put(db, { ...target, state: TargetState.PENDING, startedAtMs: atMs, atMs });
        }),
      ),
    cancelTargets: (commandIds, states, atMs) =>
      db.write(() =>
        commandIds
          .flatMap((commandId) => db.targets.all(`WHERE commandId = ? AND ${isOneOf(states)}`, commandId))
          .map((target) => put(db, { ...target, state: TargetState.CANCELLED, atMs })),
      ),
  };
}

function put(db: Database, target: TargetRecord): TargetRecord {
  db.targets.put(target);
  return target;
}
