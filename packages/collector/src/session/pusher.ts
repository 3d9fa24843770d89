import { CommandKind, type SignedDocument, TargetState } from "@livetriage/proto-types";
import type { Clock } from "@livetriage/triage-core";
import type { AuditLog } from "../audit/audit-log.ts";
import { nowMs } from "../clock.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { readCommand } from "../runs/load-run.ts";
import type { RunBook } from "../runs/run-book.ts";
import { every } from "../server/every.ts";
import type { Failures } from "../server/failures.ts";
import type { Settings } from "../server/settings.ts";
import type { Id, StorageEngine, TargetRecord } from "../storage/storage-engine.ts";
import type { SensorSession } from "./sensor-session.ts";
import type { Sessions } from "./sessions.ts";

export interface PusherParts {
  readonly sessions: Sessions;
  readonly storage: StorageEngine;
  readonly book: RunBook;
  readonly audit: AuditLog;
  readonly metrics: Metrics;
  readonly failures: Failures;
  readonly clock: Clock;
  readonly settings: Settings;
}

/** Sends commands to sensors, and again until there is a receipt. */
export class Pusher {
  readonly #parts: PusherParts;
  readonly #stop: () => void;

  constructor(parts: PusherParts) {
    this.#parts = parts;
    const { pushAgainMs } = parts.settings;
    const again = () => this.#pushAgain(BigInt(pushAgainMs) * 1_000_000n);
    this.#stop = every(pushAgainMs, again, parts.failures.of("a command was not sent again"));
  }

  /** Send a command to those of these sensors that are here; the others get it when they come. */
  send(commandId: Id, document: SignedDocument, sensorIds: Iterable<string>): void {
    for (const sensorId of sensorIds) {
      const session = this.#parts.sessions.get(sensorId);
      if (session !== undefined) this.#deliver(session, commandId, document);
    }
  }

  /** Send a sensor that has come what has begun and not ended for it. */
  async pushOpen(session: SensorSession): Promise<void> {
    for (const target of await this.#parts.storage.openTargets(session.facts.sensorId)) {
      await this.#pushTarget(session, target);
    }
  }

  close(): void {
    this.#stop();
  }

  async #pushAgain(olderNs: bigint): Promise<void> {
    const { sessions, storage, clock } = this.#parts;
    const now = clock.monotonicNs();
    for (const session of sessions) {
      for (const [commandId, sentNs] of session.awaited) {
        if (now - sentNs < olderNs) continue;
        const target = await storage.target(commandId, session.facts.sensorId);
        const isSent = target?.state === TargetState.PENDING && (await this.#pushTarget(session, target));
        if (!isSent) session.awaited.delete(commandId);
      }
    }
  }

  /** False when there is nothing to send: the command has expired, or its run is paused and the sensor has not taken it. */
  async #pushTarget(session: SensorSession, { commandId, state }: TargetRecord): Promise<boolean> {
    const { storage, book, clock } = this.#parts;
    const record = await storage.command(commandId);
    if (record === null || record.expiresAtMs <= nowMs(clock)) return false;
    const read = readCommand(record);
    if (read === null) return false;
    const isHeld = read.command.kind === CommandKind.COLLECT && state === TargetState.PENDING;
    if (isHeld && book.pauseOf(record.runId) !== null) return false;
    this.#deliver(session, commandId, read.document);
    return true;
  }

  #deliver(session: SensorSession, commandId: Id, document: SignedDocument): void {
    if (session.quarantined) return;
    const { audit, metrics, failures, clock } = this.#parts;
    session.sendCommand(commandId, document, clock.monotonicNs());
    metrics.count("commands_pushed_total");
    const pushed = audit.append("push", { command_id: commandId, sensor_id: session.facts.sensorId });
    pushed.catch(failures.of("a push was not audited"));
  }
}
