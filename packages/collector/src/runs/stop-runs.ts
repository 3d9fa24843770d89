import { TargetState } from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import type { Id } from "../storage/storage-engine.ts";

const { WAITING, PENDING, DELIVERED, RUNNING, CANCELLED } = TargetState;

/** End what has not begun of a run or of one command; gives the sensors that must be told to end what has. */
export async function cancelRun(collector: Collector, id: Id): Promise<string[]> {
  const { storage, dispatcher } = collector;
  dispatcher.drop(id);
  const commandIds = await commandsNamed(collector, id);
  await cancel(collector, commandIds, [WAITING, PENDING]);
  const targets = (await Promise.all(commandIds.map((commandId) => storage.targets(commandId)))).flat();
  const begun = targets.filter(
    ({ state, startedAtMs }) => startedAtMs !== null && [DELIVERED, RUNNING, CANCELLED].includes(state),
  );
  return [...new Set(begun.map(({ sensorId }) => sensorId))];
}

/** End every command but one. */
export async function cancelAll(collector: Collector, except: Id): Promise<void> {
  const commands = await collector.storage.unendedCommands();
  const commandIds = commands.map(({ commandId }) => commandId).filter((id) => id !== except);
  await cancel(collector, commandIds, [WAITING, PENDING, DELIVERED, RUNNING]);
}

/** The commands of a run, or the one of this id; none when it is the id of nothing. */
export async function commandsNamed({ storage }: Pick<Collector, "storage">, id: Id): Promise<Id[]> {
  const ofRun = (await storage.commandsOfRun(id)).map(({ commandId }) => commandId);
  if (ofRun.length > 0) return ofRun;
  return (await storage.command(id)) === null ? [] : [id];
}

async function cancel(collector: Collector, commandIds: readonly Id[], states: readonly TargetState[]): Promise<void> {
  const { storage, runs, clock } = collector;
  for (const target of await storage.cancelTargets(commandIds, states, nowMs(clock))) runs.tell(target);
}
