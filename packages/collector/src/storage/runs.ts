import { toCommand } from "./commands.ts";
import type { Database } from "./database.ts";
import type { StorageEngine } from "./storage-engine.ts";
import { UNENDED } from "./targets.ts";

type Runs = Pick<StorageEngine, "commandsOfRun" | "unendedCommands" | "saveRun" | "run" | "pausedRuns">;

const OLDEST_FIRST = "ORDER BY submittedAtMs, commandId";

/** What was decided about runs, and the commands of each. */
export function runs(db: Database): Runs {
  return {
    commandsOfRun: async (runId) => db.commands.all(`WHERE runId = ? ${OLDEST_FIRST}`, runId).map(toCommand),
    unendedCommands: async () =>
      db.commands
        .all(`WHERE commandId IN (SELECT commandId FROM targets WHERE ${UNENDED}) ${OLDEST_FIRST}`)
        .map(toCommand),
    saveRun: (run) => db.write(() => db.runs.put(run)),
    run: async (runId) => db.runs.get(runId),
    pausedRuns: async () => db.runs.all("WHERE pausedAtMs IS NOT NULL"),
  };
}
