import { RefusalReason, TargetState } from "@livetriage/proto-types";
import type { Database } from "./database.ts";
import type { CommandRecord, StorageEngine } from "./storage-engine.ts";
import type { CommandRow } from "./tables.ts";

type Commands = Pick<StorageEngine, "addCommand" | "command" | "commands" | "hold">;

const PENDING = { state: TargetState.PENDING, reason: RefusalReason.UNSPECIFIED, attempt: 0, packageId: null };

/** Commands that are read in one go. */
const PAGE = 100;

/** What operators asked for. */
export function commands(db: Database): Commands {
  const row = (commandId: string) => db.commands.one("WHERE commandId = ?", commandId);
  return {
    addCommand: (command, sensorIds) =>
      db.write(() => {
        if (row(command.commandId) !== null) return false;
        db.commands.put({ ...command, held: false });
        const { commandId, submittedAtMs: atMs } = command;
        for (const sensorId of sensorIds) db.targets.put({ ...PENDING, commandId, sensorId, atMs });
        return true;
      }),
    async command(commandId) {
      const found = row(commandId);
      return found === null ? null : toCommand(found);
    },
    async *commands() {
      const newest = `ORDER BY submittedAtMs DESC, commandId DESC LIMIT ${PAGE}`;
      let page = db.commands.all(newest);
      while (page.length > 0) {
        yield* page.map(toCommand);
        const { submittedAtMs, commandId } = page.at(-1) as CommandRow;
        page = db.commands.all(`WHERE (submittedAtMs, commandId) < (?, ?) ${newest}`, submittedAtMs, commandId);
      }
    },
    hold: (commandId, held) =>
      db.write(() => {
        const found = row(commandId);
        if (found !== null) db.commands.put({ ...found, held });
      }),
  };
}

function toCommand({ held: _, ...command }: CommandRow): CommandRecord {
  return command;
}
