import { randomBytes } from "node:crypto";
import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  type Collect,
  CollectSchema,
  type Command,
  CommandSchema,
  checkCommand,
  PAYLOAD_TYPES,
  type SignedDocument,
  signDocument,
  type Targets,
} from "@livetriage/proto-types";
import type { CollectRequest } from "../args/collect-request.ts";
import { usageError } from "../exit.ts";
import type { Io } from "../io.ts";
import type { CollectorSession } from "./collector-session.ts";

/** What all kinds of commands have alike. */
export interface Order {
  readonly validMs: number;
  readonly reason: string;
  readonly caseId: string;
}

type CommandInit = Exclude<MessageInitShape<typeof CommandSchema>, Command>;
export type Own = Pick<CommandInit, "kind" | "collect" | "recipients" | "refersTo" | "rollout">;

/** Whom a run is for. */
export interface Addressees {
  readonly sensorIds?: readonly string[];
  readonly labels?: Targets["labels"];
  readonly everyone?: boolean;
}

/** Sensors that one command can name. */
const MOST_NAMED = 200;

/** The commands of one run of this operator, valid from now on. */
export function toCommands(
  { keys, fleet }: Pick<CollectorSession, "keys" | "fleet">,
  { validMs, reason, caseId }: Order,
  addressees: Addressees,
  own: Own,
  { clock }: Pick<Io, "clock">,
): Command[] {
  const now = clock.wallNs();
  const notBeforeMs = now / 1_000_000n;
  const runId = randomBytes(16);
  const targets = parts(addressees);
  const commands = targets.map((part, index) =>
    create(CommandSchema, {
      commandId: index === 0 ? runId : randomBytes(16),
      runId,
      fleetId: fleet.fleetId,
      targets: part,
      notBeforeMs,
      expiresAtMs: notBeforeMs + BigInt(validMs),
      keyCounter: now + BigInt(index), // grows as long as the operator's clock does
      reason,
      caseId,
      operator: keys.name,
      ...own,
      ...(own.rollout !== undefined && { rollout: { ...own.rollout, commandCount: targets.length } }),
    }),
  );
  const [problem] = commands.flatMap((command) => checkCommand(command));
  if (problem !== undefined) throw usageError(`no such command is possible: ${problem}`);
  return commands;
}

/** The command with the operator's signature. */
export function signCommand({ keys }: Pick<CollectorSession, "keys">, command: Command): SignedDocument {
  return signDocument(PAYLOAD_TYPES.command, toBinary(CommandSchema, command), keys.signingKey);
}

/** What the phases are asked, as a sensor takes it. */
export function toCollect({ phases = [], caps, params }: CollectRequest, budgetMs: number): Collect {
  return create(CollectSchema, {
    phases: [...phases],
    caps: Object.entries(caps).flatMap(([phase, values]) =>
      Object.entries(values).map(([cap, value]) => ({ phase, cap, value: BigInt(value) })),
    ),
    params: Object.entries(params).flatMap(([phase, values]) =>
      Object.entries(values).map(([name, value]) => ({
        phase,
        name,
        values: Array.isArray(value) ? value.map(String) : [String(value)],
      })),
    ),
    budgetMs,
  });
}

/** One list of sensors becomes as many as commands are needed; the other ways fit into one. */
function parts({
  sensorIds = [],
  labels = [],
  everyone = false,
}: Addressees): Exclude<CommandInit["targets"], undefined>[] {
  if (sensorIds.length === 0) return [{ labels: [...labels], everyone }];
  const count = Math.ceil(sensorIds.length / MOST_NAMED);
  return Array.from({ length: count }, (_, n) => ({
    sensorIds: sensorIds.slice(n * MOST_NAMED, (n + 1) * MOST_NAMED),
  }));
}
