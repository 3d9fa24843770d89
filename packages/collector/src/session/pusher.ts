import { decodeSignedDocument, type SignedDocument, TargetState } from "@livetriage/proto-types";
import type { Clock } from "@livetriage/triage-core";
import type { AuditLog } from "../audit/audit-log.ts";
import { nowMs } from "../clock.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Settings } from "../server/settings.ts";
import type { Id, StorageEngine } from "../storage/storage-engine.ts";
import type { SensorSession } from "./sensor-session.ts";
import type { Sessions } from "./sessions.ts";

const BURST_EVERY_MS = 100;

export interface PusherParts {
  readonly sessions: Sessions;
  readonly storage: StorageEngine;
  readonly audit: AuditLog;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly settings: Settings;
}

/** Sends commands to sensors, so many at a time, and again until there is a receipt. */
export class Pusher {
  readonly #parts: PusherParts;
  readonly #queue: { readonly sensorId: string; readonly commandId: Id; readonly document: SignedDocument }[] = [];
  #burst: NodeJS.Timeout | null = null;
  readonly #again: NodeJS.Timeout;

  constructor(parts: PusherParts) {
    this.#parts = parts;
    const { pushAgainMs } = parts.settings;
    this.#again = setInterval(() => void this.#pushAgain(BigInt(pushAgainMs) * 1_000_000n), pushAgainMs).unref();
  }

  /** Send a command to those of these sensors that are here; the others get it when they come. */
  push(commandId: Id, document: SignedDocument, sensorIds: readonly string[]): void {
    for (const sensorId of sensorIds) this.#queue.push({ sensorId, commandId, document });
    if (this.#burst === null) this.#sendBurst();
  }

  /** Send a sensor that has come what has not ended for it. */
  async pushOpen(session: SensorSession): Promise<void> {
    const { storage, clock } = this.#parts;
    for (const { commandId } of await storage.openTargets(session.facts.sensorId)) {
      const command = await storage.command(commandId);
      if (command !== null && command.expiresAtMs > nowMs(clock)) this.#send(session, commandId, command.document);
    }
  }

  close(): void {
    clearInterval(this.#again);
    if (this.#burst !== null) clearTimeout(this.#burst);
    this.#queue.length = 0;
  }

  #sendBurst(): void {
    const { sessions, settings } = this.#parts;
    for (const { sensorId, commandId, document } of this.#queue.splice(0, settings.pushBurst)) {
      const session = sessions.get(sensorId);
      if (session !== undefined) this.#deliver(session, commandId, document);
    }
    this.#burst = this.#queue.length === 0 ? null : setTimeout(() => this.#sendBurst(), BURST_EVERY_MS).unref();
  }

  async #pushAgain(olderNs: bigint): Promise<void> {
    const { sessions, storage, clock } = this.#parts;
    const now = clock.monotonicNs();
    for (const session of sessions) {
      for (const [commandId, sentNs] of session.awaited) {
        if (now - sentNs < olderNs) continue;
        const target = await storage.target(commandId, session.facts.sensorId);
        const command = target?.state === TargetState.PENDING ? await storage.command(commandId) : null;
        if (command === null || command.expiresAtMs <= nowMs(clock)) session.awaited.delete(commandId);
        else this.#send(session, commandId, command.document);
      }
    }
  }

  #send(session: SensorSession, commandId: Id, bytes: Uint8Array): void {
    const decoded = decodeSignedDocument(bytes);
    if (decoded.ok) this.#deliver(session, commandId, decoded.value);
  }

  #deliver(session: SensorSession, commandId: Id, document: SignedDocument): void {
    if (session.quarantined) return;
    const { audit, metrics, clock } = this.#parts;
    session.sendCommand(commandId, document, clock.monotonicNs());
    metrics.count("commands_pushed_total");
    void audit.append("push", { command_id: commandId, sensor_id: session.facts.sensorId });
  }
}
