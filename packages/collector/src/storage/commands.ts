import { RefusalReason, TargetState } from "@livetriage/proto-types";
import type { Database } from "./database.ts";
import type { CommandRecord, StorageEngine } from "./storage-engine.ts";
import { StorageDamaged } from "./storage-errors.ts";
import type { CommandRow } from "./tables.ts";

type Commands = Pick<StorageEngine, "addCommand" | "command" | "commands" | "hold">;

const UNTOUCHED = { reason: RefusalReason.UNSPECIFIED, attempt: 0, packageId: null };

type CommandPlace = Pick<CommandRecord, "submittedAtMs" | "commandId">;

/** Commands that are read in one go. */
const PAGE = 100;

/** What operators asked for. */
export function commands(db: Database): Commands {
  const row = (commandId: string) => db.commands.get(commandId);
  return {
    addCommand: (command, sensorIds, state) =>
      db.write(() => {
        if (row(command.commandId) !== null) return false;
        db.commands.put({ ...command, held: false });
        const { commandId, submittedAtMs: atMs } = command;
        const startedAtMs = state === TargetState.WAITING ? null : atMs;
        for (const sensorId of sensorIds) {
          db.targets.put({ ...UNTOUCHED, commandId, sensorId, state, startedAtMs, atMs });
        }
        return true;
      }),
    async command(commandId) {
      const found = row(commandId);
      return found === null ? null : toCommand(found);
    },
    async *commands() {
      const older = `WHERE (submittedAtMs, commandId) < (?, ?) ORDER BY submittedAtMs DESC, commandId DESC LIMIT ${PAGE}`;
      let last: CommandPlace = { submittedAtMs: Number.MAX_SAFE_INTEGER, commandId: "" };
      for (;;) {
        const page = db.commands.all(older, last.submittedAtMs, last.commandId);
        yield* page.map(toCommand);
        const next = page.at(-1);
        if (next === undefined) return;
        if (!isOlder(next, last)) throw new StorageDamaged("commands: its rows are out of order");
        last = next;
      }
    },
    hold: (commandId, held) =>
      db.write(() => {
        const found = row(commandId);
        if (found !== null) db.commands.put({ ...found, held });
      }),
  };
}

export function toCommand({ held: _, ...command }: CommandRow): CommandRecord {
  return command;
}

function isOlder(one: CommandPlace, other: CommandPlace): boolean {
  const apart = one.submittedAtMs - other.submittedAtMs;
  return apart < 0 || (apart === 0 && one.commandId < other.commandId);
}
