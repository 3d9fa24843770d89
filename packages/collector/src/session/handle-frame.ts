import {
  CommandKind,
  type CommandReceipt,
  CommandState,
  type CommandStatus,
  decodeCommand,
  decodeSignedDocument,
  MAX_CHUNK_BYTES,
  RefusalReason,
  type SessionRequest,
  TargetState,
  toHex,
  type UploadOffer,
} from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import { changeTarget, hasEnded } from "../runs/change-target.ts";
import { idOf } from "../server/call-errors.ts";
import type { Id } from "../storage/storage-engine.ts";
import type { SensorSession } from "./sensor-session.ts";

const MAX_ATTEMPT = 8;

/** Do what a frame of a sensor says. A frame of a kind that is not known yet is let pass. */
export async function handleFrame(collector: Collector, session: SensorSession, frame: SessionRequest): Promise<void> {
  sawSensor(collector, session);
  if (session.quarantined) return;
  const { body } = frame;
  if (body.case === "receipt") await takeReceipt(collector, session, body.value);
  else if (body.case === "status") await takeStatus(collector, session, body.value);
  else if (body.case === "offer") await takeOffer(collector, session, body.value);
}

function sawSensor({ seen, sessions, clock }: Collector, session: SensorSession): void {
  const { sensorId, build, nonces } = session.facts;
  if (sessions.get(sensorId) !== session) return; // its successor's nonces are the ones to keep
  seen.note({ sensorId, build, sessionNonces: nonces, lastSeenMs: nowMs(clock) });
}

async function takeReceipt(collector: Collector, session: SensorSession, receipt: CommandReceipt): Promise<void> {
  const commandId = idOf(receipt.commandId, "command_id");
  const { sensorId } = session.facts;
  const changed = await changeTarget(collector, commandId, sensorId, ({ state }) =>
    state === TargetState.PENDING ? { state: TargetState.DELIVERED } : null,
  );
  session.awaited.delete(commandId);
  if (changed !== null) await collector.audit.append("receipt", { command_id: commandId, sensor_id: sensorId });
}

async function takeStatus(collector: Collector, session: SensorSession, status: CommandStatus): Promise<void> {
  const commandId = idOf(status.commandId, "command_id");
  session.awaited.delete(commandId);
  if (status.state === CommandState.RUNNING) await takeRunning(collector, session, commandId, status.attempt);
  else if (status.state === CommandState.REFUSED) await takeRefusal(collector, session, commandId, status.reason);
  else if (status.state === CommandState.DONE) await takeDone(collector, session, commandId);
}

async function takeRunning(
  collector: Collector,
  session: SensorSession,
  commandId: Id,
  attempt: number,
): Promise<void> {
  await changeTarget(collector, commandId, session.facts.sensorId, (target) =>
    hasEnded(target) || attempt > MAX_ATTEMPT || attempt < target.attempt
      ? null
      : { state: TargetState.RUNNING, attempt },
  );
}

async function takeRefusal(
  collector: Collector,
  session: SensorSession,
  commandId: Id,
  reason: RefusalReason,
): Promise<void> {
  const { sensorId } = session.facts;
  const known = RefusalReason[reason] === undefined ? RefusalReason.UNSPECIFIED : reason;
  const changed = await changeTarget(collector, commandId, sensorId, (target) =>
    hasEnded(target) ? null : { state: TargetState.REFUSED, reason: known },
  );
  if (changed === null) return;
  const fields = { command_id: commandId, sensor_id: sensorId, reason: RefusalReason[known] };
  await collector.audit.append("refused", fields);
}

/** A collection is done when its package is here; the sensor's word ends the other commands only. */
async function takeDone(collector: Collector, session: SensorSession, commandId: Id): Promise<void> {
  const { sensorId } = session.facts;
  const record = await collector.storage.command(commandId);
  const document = decodeSignedDocument(record?.document ?? new Uint8Array());
  const command = document.ok ? decodeCommand(document.value.payload) : document;
  if (!command.ok || command.value.kind === CommandKind.COLLECT) return;
  if (command.value.kind === CommandKind.RETRY) await beginAnew(collector, session, toHex(command.value.refersTo));
  await changeTarget(collector, commandId, sensorId, (target) =>
    hasEnded(target) ? null : { state: TargetState.DONE },
  );
}

/** The sensor will take the command that it had refused after a crash, when its run comes to it again. */
async function beginAnew(collector: Collector, session: SensorSession, commandId: Id): Promise<void> {
  const changed = await changeTarget(collector, commandId, session.facts.sensorId, (target) =>
    target.state === TargetState.REFUSED && target.reason === RefusalReason.CRASHED
      ? { state: TargetState.WAITING, reason: RefusalReason.UNSPECIFIED, startedAtMs: null }
      : null,
  );
  const command = changed === null ? null : await collector.storage.command(commandId);
  if (command !== null) await collector.dispatcher.take(command.runId);
}

async function takeOffer(collector: Collector, session: SensorSession, offer: UploadOffer): Promise<void> {
  const { grants, storage, settings } = collector;
  const { sensorId } = session.facts;
  const packageId = idOf(offer.packageId, "package_id");
  const commandId = idOf(offer.commandId, "command_id");
  if ((await storage.target(commandId, sensorId)) === null) return;
  const runId = (await storage.command(commandId))?.runId ?? commandId;
  const value = {
    packageId: offer.packageId,
    chunkBytes: MAX_CHUNK_BYTES,
    windowBytes: settings.windowBytes,
    ttlSeconds: Math.ceil(settings.grantTtlMs / 1000),
  };
  grants.offer({ packageId, runId, sensorId, grant: () => session.send({ case: "grant", value }) });
}
