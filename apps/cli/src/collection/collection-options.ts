import { randomBytes, randomUUID } from "node:crypto";
import { type CollectionOptions, createRedact, type PlannedPhase, type Registry } from "@livetriage/triage-core";
import { describeTool, openLanes, ownUsage, toolHashes } from "@livetriage/triage-core/host";
import { redactArgv } from "@livetriage/triage-core/text";
import type { Args } from "../args/option.ts";
import type { Io } from "../io.ts";
import { SELF, VERSION } from "../version.ts";
import { cancelledBy } from "./cancelled-by.ts";

/** Where and how long is collected, and the phases that there are, those that do not run too. */
interface Surroundings {
  readonly registry: Registry;
  readonly root: string;
  readonly budgetMs: number;
}

/** All that the runner needs to collect from the machine, as the command line asks. */
export async function collectionOptions(
  phases: readonly PlannedPhase[],
  { registry, root, budgetMs }: Surroundings,
  args: Args,
  io: Io,
): Promise<CollectionOptions> {
  const signal = cancelledBy(io.interrupted);
  const redactionKey = randomBytes(32);
  return {
    openLane: await openLanes({
      lanes: phases.map(({ lane }) => lane),
      root,
      program: io.program,
      signal,
      early: io.earlyReader,
      find: true,
    }),
    phases,
    budgetMs,
    signal,
    clock: io.clock,
    root,
    packageId: randomUUID(),
    commandId: null,
    collector: { name: "livetriage", version: VERSION },
    about: aboutOf(registry, args, io, redactionKey),
    pid: process.pid,
    effectiveUid: process.geteuid?.() ?? 0,
    redactionKey,
    ownUsage,
  };
}

/** Who collects, why, and with what. */
function aboutOf(registry: Registry, args: Args, io: Io, redactionKey: Uint8Array): CollectionOptions["about"] {
  const redaction = args.has("no-redact") ? "off" : "on";
  return {
    case_id: args.text("case") ?? null,
    operator: args.text("operator") ?? null,
    reason: args.text("reason") ?? null,
    note: args.text("note") ?? null,
    sudo_user: io.env["SUDO_USER"] ?? null,
    argv: [...redactArgv(process.argv, createRedact(redactionKey, redaction)).argv],
    tool: toolHashes(io.program).then((hashes) => describeTool(SELF, registry, hashes)),
    redaction,
  };
}
