import { CommandKind } from "@livetriage/proto-types";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT } from "../../exit.ts";
import { note } from "../../io.ts";
import { counted } from "../../views/units.ts";
import { withCollector } from "../collector-session.ts";
import { REASON_OPTION } from "../order-options.ts";
import { runId } from "../runs.ts";
import { stopCommand } from "../stop-command.ts";

/** `livetriage fleet cancel` */
export const cancel: Command = {
  name: "cancel",
  doc: "End a run: hosts that wait never begin, those that collect stop and deliver what they have",
  positionals: ["RUN"],
  options: [REASON_OPTION, KEYS_OPTION],
  async run(args, io) {
    const [text] = args.positionals as [string];
    const own = { kind: CommandKind.CANCEL, refersTo: runId(text) };
    return withCollector(args, io, async (session) => {
      const command = stopCommand(session, own, args, io);
      const { targets } = await session.operator.submit({ command });
      await note(io, `cancelled; told to stop, for they had begun: ${counted(targets, "hosts")}`);
      return EXIT.ok;
    });
  },
};
