import { CommandKind } from "@livetriage/proto-types";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT } from "../../exit.ts";
import { note } from "../../io.ts";
import { counted } from "../../views/units.ts";
import { approved } from "../approved.ts";
import { withCollector } from "../collector-session.ts";
import { nothingSent } from "../hand-in.ts";
import { REASON_OPTION, YES_OPTION } from "../order-options.ts";
import { stopCommand } from "../stop-command.ts";

/** `livetriage fleet halt` */
export const halt: Command = {
  name: "halt",
  doc: "End every run on every host, now: one signature is enough; runs that are signed later begin as usual",
  positionals: [],
  options: [REASON_OPTION, YES_OPTION, KEYS_OPTION],
  async run(args, io) {
    return withCollector(args, io, async (session) => {
      if (!(await approved("End every collection of the fleet?", args.has("yes"), io))) return nothingSent(io);
      const command = stopCommand(session, { kind: CommandKind.HALT }, args, io);
      const answer = await session.operator.submit({ command });
      const away = answer.targets - answer.connected;
      await note(
        io,
        `halted: ${counted(answer.connected, "hosts")} told; those that are away (${away}) hear it when they come back within 24h`,
      );
      return EXIT.ok;
    });
  },
};
