import { type Command as Asked, CommandKind } from "@livetriage/proto-types";
import { COLLECT_OPTIONS } from "../../args/collect-options.ts";
import { collectRequest } from "../../args/collect-request.ts";
import type { Args } from "../../args/option.ts";
import { plannedPhases } from "../../args/planned-phases.ts";
import { budgetMs } from "../../collection/limits.ts";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT, type ExitCode, usageError } from "../../exit.ts";
import { type Io, note } from "../../io.ts";
import { registry } from "../../registry.ts";
import { type CollectorSession, withCollector } from "../collector-session.ts";
import { writeCommandFile } from "../command-file.ts";
import { describeOrder } from "../describe-order.ts";
import { followRun } from "../follow-run.ts";
import { handIn, nothingSent, signaturesOf } from "../hand-in.ts";
import { ORDER_OPTIONS, orderOf, YES_OPTION } from "../order-options.ts";
import { recipientsOf } from "../recipients-of.ts";
import { ROLLOUT_OPTIONS, rolloutOf } from "../rollout-options.ts";
import { parseLabel, type Selection, selectSensors } from "../select-sensors.ts";
import { listSensors } from "../sensors.ts";
import { signCommand, toCollect, toCommands } from "../to-command.ts";

/** What only makes sense where the program itself collects. */
const LOCAL = new Set(["root", "nice", "no-redact"]);

/** `livetriage fleet collect` */
export const collect: Command = {
  name: "collect",
  doc: "Have hosts of the fleet collect a package each; prints the id of the run",
  positionals: [],
  options: [
    { flag: "host", value: "GLOB", many: true, doc: "Which hosts: by name (* and ? stand for any), or by sensor id" },
    {
      flag: "label",
      value: "NAME=VALUE",
      many: true,
      doc: "Only hosts with all these labels; without --host each sensor compares them with its own certificate",
    },
    ...ORDER_OPTIONS,
    ...ROLLOUT_OPTIONS,
    {
      flag: "wait",
      doc: "Wait until all hosts have ended: exit 0 when all delivered, 3 when some did, 2 when none did",
    },
    { flag: "dry-run", doc: "Tell whom it would be for, and sign nothing" },
    { flag: "sign-only", value: "FILE", doc: "Write the signed commands for other signers, and send nothing" },
    YES_OPTION,
    ...COLLECT_OPTIONS.filter(({ flag }) => !LOCAL.has(flag)),
    KEYS_OPTION,
  ],
  async run(args, io) {
    const hosts = args.list("host");
    const labels = args.list("label").map(parseLabel);
    if (hosts.length + labels.length === 0) throw usageError("--host or --label says which hosts, and is required");
    const order = orderOf(args);
    const rollout = rolloutOf(args);
    const request = collectRequest(registry, args);
    plannedPhases(registry, request); // what a sensor would refuse is found out here
    const asked = toCollect(request, args.has("budget") ? budgetMs(args) : 0);
    return withCollector(args, io, async (session) => {
      const selection = selectSensors(hosts, labels, await listSensors(session));
      const { sensors } = selection;
      const recipients = await recipientsOf(session);
      const own = { kind: CommandKind.COLLECT, collect: asked, recipients, rollout: rollout(sensors.length) };
      const addressees =
        selection.labels === null
          ? { sensorIds: sensors.map(({ sensorId }) => sensorId) }
          : { labels: selection.labels };
      const commands = toCommands(session, order, addressees, own, io);
      return send(session, commands, selection, args, io);
    });
  },
};

async function send(
  session: CollectorSession,
  commands: readonly Asked[],
  { sensors }: Selection,
  args: Args,
  io: Io,
): Promise<ExitCode> {
  const [first] = commands as [Asked];
  for (const line of describeOrder(first, sensors, signaturesOf(session, commands), session)) await note(io, line);
  if (args.has("dry-run")) return EXIT.ok;
  const file = args.text("sign-only");
  if (file !== undefined) {
    const documents = commands.map((command) => signCommand(session, command));
    await writeCommandFile(file, documents, io);
    return EXIT.ok;
  }
  const consent = { question: "Sign and send?", yes: args.has("yes") };
  if (!(await handIn(session, commands, consent, io))) return nothingSent(io);
  return args.has("wait") ? followRun(session, first.runId, sensors, io.stderr, io) : EXIT.ok;
}
