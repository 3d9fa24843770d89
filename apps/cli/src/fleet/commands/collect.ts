import { CommandKind } from "@livetriage/proto-types";
import { identityToRecipient } from "age-encryption";
import { COLLECT_OPTIONS } from "../../args/collect-options.ts";
import { collectRequest } from "../../args/collect-request.ts";
import { plannedPhases } from "../../args/planned-phases.ts";
import { budgetMs } from "../../collection/limits.ts";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { usageError } from "../../exit.ts";
import { registry } from "../../registry.ts";
import { withCollector } from "../collector-session.ts";
import { ORDER_OPTIONS, orderOf } from "../order-options.ts";
import { listSensors, sensorsNamed } from "../sensors.ts";
import { submit } from "../submit.ts";
import { toCollect, toCommand } from "../to-command.ts";

/** What only makes sense where the program itself collects. */
const LOCAL = new Set(["root", "nice", "no-redact"]);

/** `livetriage fleet collect` */
export const collect: Command = {
  name: "collect",
  doc: "Have hosts of the fleet collect a package each; prints the id of the run",
  positionals: [],
  options: [
    { flag: "host", value: "NAME", many: true, doc: "Which hosts: by name, or by the id of their sensor" },
    ...ORDER_OPTIONS,
    {
      flag: "wait",
      doc: "Wait until all hosts have ended: exit 0 when all delivered, 3 when some did, 2 when none did",
    },
    { flag: "dry-run", doc: "Tell whom it would be for, and sign nothing" },
    ...COLLECT_OPTIONS.filter(({ flag }) => !LOCAL.has(flag)),
    KEYS_OPTION,
  ],
  async run(args, io) {
    const hosts = args.list("host");
    if (hosts.length === 0) throw usageError("--host says which hosts, and is required");
    const order = orderOf(args);
    const request = collectRequest(registry, args);
    plannedPhases(registry, request); // what a sensor would refuse is found out here
    const asked = toCollect(request, args.has("budget") ? budgetMs(args) : 0);
    return withCollector(args, io, async (session) => {
      const sensors = sensorsNamed(hosts, await listSensors(session));
      const recipients = [await identityToRecipient(session.keys.identity)];
      const own = { kind: CommandKind.COLLECT, collect: asked, recipients };
      const command = toCommand(session, { ...order, sensorIds: sensors.map(({ sensorId }) => sensorId) }, own, io);
      return submit(session, { command, sensors, dryRun: args.has("dry-run"), wait: args.has("wait") }, io);
    });
  },
};
