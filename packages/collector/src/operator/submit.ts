import { create, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import {
  type Command,
  decodeCommand,
  judgeCommand,
  type Label,
  RefusalReason,
  SensorStanding,
  type SignedDocument,
  SignedDocumentSchema,
  type SubmitRequest,
  type Targets,
  toHex,
} from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import { callerName } from "../server/call-errors.ts";

/** The `Submit` call: audited, then durable, then on its way. */
export function submit(collector: Collector) {
  const { storage, audit, sessions, pusher, clock } = collector;
  return async ({ command: document = create(SignedDocumentSchema) }: SubmitRequest, context: HandlerContext) => {
    const operator = callerName(context);
    const command = await judge(collector, operator, document);
    const sensorIds = await targetsOf(collector, command);
    const commandId = toHex(command.commandId);
    const bytes = toBinary(SignedDocumentSchema, document);
    await audit.append("submit", {
      operator,
      command_id: commandId,
      targets: sensorIds.length,
      command: Buffer.from(bytes).toString("base64"),
    });
    const record = {
      commandId,
      document: bytes,
      submittedAtMs: nowMs(clock),
      expiresAtMs: Number(command.expiresAtMs),
      operator,
    };
    if (await storage.addCommand(record, sensorIds)) pusher.push(commandId, document, sensorIds);
    const connected = sensorIds.filter((id) => sessions.get(id) !== undefined).length;
    return { targets: sensorIds.length, connected };
  };
}

/** A command that the sensors named will accept: the same judgement as theirs, before it is on its way. */
async function judge(collector: Collector, operator: string, document: SignedDocument): Promise<Command> {
  const { policy, config, clock, audit } = collector;
  const targets = addressees(document);
  const judgement = judgeCommand(document, {
    nowMs: nowMs(clock),
    policy: policy.value,
    fleetId: config.fleet,
    sensorId: targets.sensorIds[0] ?? "",
    labels: targets.labels,
    known: new Map(),
    counters: new Map(),
  });
  if (judgement.ok) return judgement.command;
  await audit.append("refuse", {
    operator,
    call: "Submit",
    reason: RefusalReason[judgement.reason],
    problem: judgement.problem,
  });
  throw new ConnectError(judgement.problem, CODES[judgement.reason] ?? Code.InvalidArgument);
}

const CODES: Readonly<Partial<Record<RefusalReason, Code>>> = {
  [RefusalReason.BAD_SIGNATURE]: Code.PermissionDenied,
  [RefusalReason.THRESHOLD]: Code.PermissionDenied,
  [RefusalReason.EXPIRED]: Code.FailedPrecondition,
  [RefusalReason.NOT_YET_VALID]: Code.FailedPrecondition,
};

/** Whom the command is for, as it says itself; nobody when it cannot be read. */
function addressees(document: SignedDocument): Pick<Targets, "sensorIds" | "labels"> {
  const decoded = decodeCommand(document.payload);
  return (decoded.ok ? decoded.value.targets : undefined) ?? { sensorIds: [], labels: [] };
}

/** Enrolled sensors that the command is for. */
async function targetsOf({ storage }: Collector, { targets }: Command): Promise<string[]> {
  const named = new Set(targets?.sensorIds);
  const wanted = targets?.labels ?? [];
  const ids: string[] = [];
  for await (const { sensorId, labels, standing } of storage.sensors()) {
    if (standing === SensorStanding.REVOKED) continue;
    const has = ({ name, value }: Label) => labels.some((l) => l.name === name && l.value === value);
    if (named.has(sensorId) || (wanted.length > 0 && wanted.every(has))) ids.push(sensorId);
  }
  return ids;
}
