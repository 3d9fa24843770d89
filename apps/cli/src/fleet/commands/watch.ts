import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { withCollector } from "../collector-session.ts";
import { followRun } from "../follow-run.ts";
import { runId } from "../runs.ts";
import { listSensors } from "../sensors.ts";

/** `livetriage fleet watch` */
export const watch: Command = {
  name: "watch",
  doc: "Show where the hosts of a run stand until all have ended: exit 0 when all delivered, 3 when some did, 2 when none did",
  positionals: ["RUN"],
  options: [KEYS_OPTION],
  async run(args, io) {
    const [text] = args.positionals as [string];
    const id = runId(text);
    return withCollector(args, io, async (session) =>
      followRun(session, id, await listSensors(session), io.stdout, io),
    );
  },
};
