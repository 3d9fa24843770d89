import {
  CommandKind,
  fromHex,
  RefusalReason,
  TargetState,
  toHex,
  type WatchRunResponse,
} from "@livetriage/proto-types";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT, usageError } from "../../exit.ts";
import { counted } from "../../views/units.ts";
import { withCollector } from "../collector-session.ts";
import { handIn, nothingSent } from "../hand-in.ts";
import { ORDER_OPTIONS, orderOf, YES_OPTION } from "../order-options.ts";
import { runId, targetsOf } from "../runs.ts";
import { selectSensors } from "../select-sensors.ts";
import { listSensors } from "../sensors.ts";
import { toCommands } from "../to-command.ts";

/** `livetriage fleet retry` */
export const retry: Command = {
  name: "retry",
  doc: "Have hosts that went down while they collected (REFUSED_CRASHED) collect for the same run again",
  positionals: ["RUN"],
  options: [
    { flag: "host", value: "GLOB", many: true, doc: "Only these hosts of the run, all when not given" },
    ...ORDER_OPTIONS,
    YES_OPTION,
    KEYS_OPTION,
  ],
  async run(args, io) {
    const [text] = args.positionals as [string];
    const order = orderOf(args);
    return withCollector(args, io, async (session) => {
      const crashed = (await targetsOf(session, runId(text))).filter(hasCrashed);
      const hosts = args.has("host") ? selectSensors(args.list("host"), [], await listSensors(session)).sensors : null;
      const wanted = crashed.filter((target) => hosts?.some(({ sensorId }) => sensorId === target.sensorId) ?? true);
      if (wanted.length === 0) throw usageError("no host of the run waits for a retry (REFUSED_CRASHED)");
      const byCommand = Map.groupBy(wanted, ({ commandId }) => toHex(commandId));
      const question = `Have ${counted(wanted.length, "hosts")} collect again?`;
      for (const [commandId, targets] of byCommand) {
        const own = { kind: CommandKind.RETRY, refersTo: fromHex(commandId) ?? new Uint8Array() };
        const commands = toCommands(session, order, { sensorIds: targets.map(({ sensorId }) => sensorId) }, own, io);
        if (!(await handIn(session, commands, { question, yes: args.has("yes") }, io))) return nothingSent(io);
      }
      return EXIT.ok;
    });
  },
};

function hasCrashed({ state, reason }: WatchRunResponse): boolean {
  return state === TargetState.REFUSED && reason === RefusalReason.CRASHED;
}
