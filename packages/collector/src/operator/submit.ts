import { create, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import {
  type Command,
  CommandKind,
  type SignedDocument,
  SignedDocumentSchema,
  type SubmitRequest,
  TargetState,
  toHex,
} from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import { runStanding } from "../runs/run-standing.ts";
import { cancelAll, cancelRun, commandsNamed } from "../runs/stop-runs.ts";
import { callerName } from "../server/call-errors.ts";
import type { CommandRecord } from "../storage/storage-engine.ts";
import { enrolledTargets } from "./enrolled-targets.ts";
import { judgeSubmitted } from "./judge-submitted.ts";

/** The `Submit` call: audited, then durable, then on its way. */
export function submit(collector: Collector) {
  const { audit, sessions, dispatcher } = collector;
  return async ({ command: document = create(SignedDocumentSchema) }: SubmitRequest, context: HandlerContext) => {
    const operator = callerName(context);
    const command = await judgeSubmitted(collector, operator, document);
    const record = toRecord(collector, command, document, operator);
    await checkPlace(collector, record, command);
    if (command.kind === CommandKind.HALT) dispatcher.dropAll();
    await audit.append("submit", {
      operator,
      kind: CommandKind[command.kind] ?? command.kind,
      command_id: record.commandId,
      run_id: record.runId,
      ...(command.refersTo.length > 0 && { refers_to: toHex(command.refersTo) }),
      ...(command.caseId !== "" && { case: command.caseId }),
      reason: command.reason,
      signatures: document.signatures.length,
      command: Buffer.from(record.document).toString("base64"),
    });
    const sensorIds = await begin(collector, record, command, document);
    const connected = sensorIds.filter((id) => sessions.get(id) !== undefined).length;
    return { targets: sensorIds.length, connected, run: await runStanding(collector, record.runId) };
  };
}

function toRecord({ clock }: Collector, command: Command, document: SignedDocument, operator: string): CommandRecord {
  const commandId = toHex(command.commandId);
  return {
    commandId,
    document: toBinary(SignedDocumentSchema, document),
    submittedAtMs: nowMs(clock),
    expiresAtMs: Number(command.expiresAtMs),
    operator,
    runId: command.runId.length === 0 ? commandId : toHex(command.runId),
  };
}

/** Nobody adds to the run of another, and what is to be ended must be there. */
async function checkPlace(collector: Collector, record: CommandRecord, { kind, refersTo }: Command): Promise<void> {
  const [first] = await collector.storage.commandsOfRun(record.runId);
  if (first !== undefined && first.operator !== record.operator) {
    throw new ConnectError(`the run is ${first.operator}'s`, Code.PermissionDenied);
  }
  if (kind === CommandKind.CANCEL && (await commandsNamed(collector, toHex(refersTo))).length === 0) {
    throw new ConnectError("there is no such run", Code.NotFound);
  }
}

/** Gives the sensors that the command is for. */
async function begin(
  collector: Collector,
  record: CommandRecord,
  command: Command,
  document: SignedDocument,
): Promise<string[]> {
  const { storage, pusher, dispatcher } = collector;
  const begun = command.kind === CommandKind.CANCEL ? await cancelRun(collector, toHex(command.refersTo)) : null;
  const enrolled = await enrolledTargets(collector, command);
  const sensorIds = begun === null ? enrolled : enrolled.filter((id) => begun.includes(id));
  const isCollect = command.kind === CommandKind.COLLECT;
  const isNew = await storage.addCommand(record, sensorIds, isCollect ? TargetState.WAITING : TargetState.PENDING);
  if (isNew && isCollect) await dispatcher.take(record.runId);
  else if (isNew) pusher.send(record.commandId, document, sensorIds);
  if (command.kind === CommandKind.HALT) await cancelAll(collector, record.commandId);
  return sensorIds;
}
