import { toHex } from "@livetriage/proto-types";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT } from "../../exit.ts";
import { print } from "../../io.ts";
import { withCollector } from "../collector-session.ts";
import { readCommandFile } from "../command-file.ts";
import { followRun } from "../follow-run.ts";
import { submitAll } from "../hand-in.ts";
import { addressedBy, listSensors } from "../sensors.ts";

/** `livetriage fleet submit` */
export const submit: Command = {
  name: "submit",
  doc: "Hand in commands that enough operators have signed; prints the id of the run",
  positionals: ["FILE"],
  options: [{ flag: "wait", doc: "Wait until all hosts have ended, as for collect" }, KEYS_OPTION],
  async run(args, io) {
    const [path] = args.positionals as [string];
    const { documents, commands } = await readCommandFile(path, io);
    return withCollector(args, io, async (session) => {
      const [first] = commands;
      if (first === undefined) return EXIT.nothing;
      const sensors = addressedBy(commands, await listSensors(session));
      await submitAll(session, documents, io);
      await print(io, `${toHex(first.runId)}\n`);
      return args.has("wait") ? followRun(session, first.runId, sensors, io.stderr, io) : EXIT.ok;
    });
  },
};
