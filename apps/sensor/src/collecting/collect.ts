import { randomBytes } from "node:crypto";
import { type Command, RefusalReason, toHex } from "@livetriage/proto-types";
import { type CollectionOptions, type PlannedPhase, type Registry, runCollection } from "@livetriage/triage-core";
import {
  beNice,
  describeTool,
  type LiveHostOptions,
  openLanes,
  ownUsage,
  programFile,
  systemClock,
  toolHashes,
  tuneEngine,
} from "@livetriage/triage-core/host";
import { KILL_SWITCH_MS, whyDisabled } from "../config/kill-switch.ts";
import type { SensorConfig } from "../config/sensor-config.ts";
import { findHostRoot } from "../spawn/host-root.ts";
import type { PeerSocket } from "../spawn/peer-socket.ts";
import { SELF, VERSION } from "../version.ts";
import type { Answer } from "../wire/answer.ts";
import type { CollectRequest } from "../wire/request.ts";
import { startBudget } from "../wire/room.ts";
import { knownCaps } from "./known-caps.ts";
import { knownPhases } from "./known-phases.ts";
import { planCommand } from "./plan.ts";
import { sendSealed } from "./send-sealed.ts";
import { type OwnFacts, verifyCommand } from "./verify-command.ts";

/** Time after the budget in which what was found must be taken; then the process ends as it is. */
const GRACE_MS = 60_000;

/** Time to say why the collection ends; nobody may read it. */
const LAST_WORD_MS = 500;

/** Do what operators asked for, and nothing else; answers with sealed segments only. */
export async function collect(
  peer: PeerSocket,
  request: CollectRequest,
  config: SensorConfig,
  facts: OwnFacts,
  early: LiveHostOptions["early"],
): Promise<void> {
  const refuse = (refused: RefusalReason, problem: string) =>
    peer.answer({ kind: "status", status: { refused, problem } });
  const verified = verifyCommand(Buffer.from(request.command, "base64"), request.now_ms, facts);
  if (!verified.ok) return refuse(verified.reason, verified.problem);
  const { command } = verified;
  const known = knownPhases(config);
  if (!known.ok) return refuse(RefusalReason.UNSUPPORTED, known.problem);
  const { registry } = known;
  const plan = planCommand(registry, command.collect, knownCaps(registry, config.caps).caps);
  if (!plan.ok) return refuse(RefusalReason.UNSUPPORTED, plan.problem);
  const budgetMs = Math.min(config.budget, command.collect?.budgetMs || config.budget);
  setTimeout(() => process.exit(0), budgetMs + GRACE_MS).unref();
  obeyKillSwitch(peer, config);
  beNice(config.nice, early);
  tuneEngine();
  await peer.answer({ kind: "status", status: { started: true, budget_ms: budgetMs } });
  const leftMs = startBudget(systemClock, budgetMs);
  const hostRoot = config.host_root ?? findHostRoot();
  const surroundings = { registry, budgetMs, hostRoot, early };
  const options = await collectionOptions(plan.phases, surroundings, request, command, peer.cancelled);
  const answer = (sealed: Answer) => peer.answer(sealed);
  await sendSealed(runCollection(options), { recipients: command.recipients, leftMs, answer });
}

/** Ends this process when the host is disabled, whether or not anybody hears of it. */
function obeyKillSwitch(peer: PeerSocket, config: SensorConfig): void {
  const timer = setInterval(() => {
    const problem = whyDisabled(config);
    if (problem === null) return;
    clearInterval(timer);
    setTimeout(() => process.exit(0), LAST_WORD_MS);
    void peer.answer({ kind: "status", status: { refused: RefusalReason.DISABLED, problem } }).then(() => peer.close());
  }, KILL_SWITCH_MS).unref();
}

/** Where and how long is collected, and the phases that there are, those that do not run too. */
interface Surroundings {
  readonly registry: Registry;
  readonly budgetMs: number;
  readonly hostRoot: string;
  readonly early: LiveHostOptions["early"];
}

async function collectionOptions(
  phases: readonly PlannedPhase[],
  { registry, budgetMs, hostRoot, early }: Surroundings,
  request: CollectRequest,
  command: Command,
  signal: AbortSignal,
): Promise<CollectionOptions> {
  const program = programFile();
  const lanes = phases.map(({ lane }) => lane);
  return {
    openLane: await openLanes({ lanes, root: "/", hostRoot, program, signal, early, find: false }),
    phases,
    budgetMs,
    signal,
    clock: systemClock,
    root: "/",
    hostRoot,
    packageId: request.package_id,
    commandId: toHex(command.commandId),
    collector: { name: "livetriage-sensor", version: VERSION },
    about: aboutOf(registry, command, program),
    pid: process.pid,
    effectiveUid: process.geteuid?.() ?? 0,
    redactionKey: randomBytes(32),
    ownUsage,
  };
}

/** What a package says of who asked for it. */
export function aboutOf(registry: Registry, command: Command, program: string | null): CollectionOptions["about"] {
  return {
    case_id: command.caseId || null,
    operator: command.operator || null,
    reason: command.reason || null,
    note: null,
    sudo_user: null,
    argv: process.argv,
    tool: toolHashes(program).then((hashes) => describeTool(SELF, registry, hashes)),
    redaction: "on",
  };
}
