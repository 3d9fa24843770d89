import { toHex } from "@livetriage/proto-types";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT } from "../../exit.ts";
import { note } from "../../io.ts";
import { approved } from "../approved.ts";
import { withCollector } from "../collector-session.ts";
import { readCommandFile, writeCommandFile } from "../command-file.ts";
import { countersign } from "../countersign.ts";
import { describeOrder } from "../describe-order.ts";
import { nothingSent, signaturesOf } from "../hand-in.ts";
import { YES_OPTION } from "../order-options.ts";
import { addressedBy, listSensors } from "../sensors.ts";

/** `livetriage fleet sign` */
export const sign: Command = {
  name: "sign",
  doc: "Add a second operator's signature to the commands that collect --sign-only wrote",
  positionals: ["FILE"],
  options: [YES_OPTION, KEYS_OPTION],
  async run(args, io) {
    const [path] = args.positionals as [string];
    const { documents, commands } = await readCommandFile(path, io);
    return withCollector(args, io, async (session) => {
      const sensors = addressedBy(commands, await listSensors(session));
      const [first] = commands;
      if (first === undefined) return EXIT.nothing;
      await note(io, `a command of ${first.operator} in fleet ${first.fleetId}, run ${toHex(first.runId)}`);
      for (const line of describeOrder(first, sensors, signaturesOf(session, commands), session)) await note(io, line);
      if (!(await approved("Sign?", args.has("yes"), io))) return nothingSent(io);
      await writeCommandFile(
        path,
        documents.map((document) => countersign(document, session.keys)),
        io,
      );
      return EXIT.ok;
    });
  },
};
