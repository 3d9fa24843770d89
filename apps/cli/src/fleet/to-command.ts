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
} from "@livetriage/proto-types";
import type { CollectRequest } from "../args/collect-request.ts";
import { usageError } from "../exit.ts";
import type { Io } from "../io.ts";
import type { CollectorSession } from "./collector-session.ts";

/** What all kinds of commands have alike. */
export interface Order {
  readonly sensorIds: readonly string[];
  readonly validMs: number;
  readonly reason: string;
  readonly caseId: string;
}

/** A command of this operator, valid from now on. */
export function toCommand(
  { keys, fleet }: Pick<CollectorSession, "keys" | "fleet">,
  { sensorIds, validMs, reason, caseId }: Order,
  own: Pick<MessageInitShape<typeof CommandSchema>, "kind" | "collect" | "recipients" | "refersTo">,
  { clock }: Pick<Io, "clock">,
): Command {
  const now = clock.wallNs();
  const notBeforeMs = now / 1_000_000n;
  const command = create(CommandSchema, {
    commandId: randomBytes(16),
    fleetId: fleet.fleetId,
    targets: { sensorIds: [...sensorIds] },
    notBeforeMs,
    expiresAtMs: notBeforeMs + BigInt(validMs),
    keyCounter: now, // grows as long as the operator's clock does
    reason,
    caseId,
    operator: keys.name,
    ...own,
  });
  const [problem] = checkCommand(command);
  if (problem !== undefined) throw usageError(`no such command is possible: ${problem}`);
  return command;
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
