import { CommandKind } from "@livetriage/proto-types";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { withCollector } from "../collector-session.ts";
import { ORDER_OPTIONS, orderOf } from "../order-options.ts";
import { runNamed } from "../runs.ts";
import { listSensors, sensorsNamed } from "../sensors.ts";
import { submit } from "../submit.ts";
import { toCommand } from "../to-command.ts";

/** `livetriage fleet retry` */
export const retry: Command = {
  name: "retry",
  doc: "Have hosts that went down while they collected (REFUSED_CRASHED) collect for the same run again",
  positionals: ["RUN"],
  options: [
    { flag: "host", value: "NAME", many: true, doc: "Only these hosts of the run, all when not given" },
    ...ORDER_OPTIONS,
    KEYS_OPTION,
  ],
  async run(args, io) {
    const [text] = args.positionals as [string];
    const order = orderOf(args);
    return withCollector(args, io, async (session) => {
      const { command: meant } = await runNamed(session, text);
      const names = args.has("host") ? args.list("host") : (meant.targets?.sensorIds ?? []);
      const sensors = sensorsNamed(names, await listSensors(session));
      const own = { kind: CommandKind.RETRY, refersTo: meant.commandId };
      const command = toCommand(session, { ...order, sensorIds: sensors.map(({ sensorId }) => sensorId) }, own, io);
      return submit(session, { command, sensors, dryRun: false, wait: false }, io);
    });
  },
};
