import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { ConnectError } from "@connectrpc/connect";
import { type SessionResponse, SessionResponseSchema, type SignedDocument } from "@livetriage/proto-types";
import type { Id } from "../storage/storage-engine.ts";
import { Outbox } from "./outbox.ts";

/** What a frame to a sensor says. */
type Body = NonNullable<MessageInitShape<typeof SessionResponseSchema>["body"]>;

export interface SessionFacts {
  readonly sensorId: string;
  readonly build: string;
  /** Nonces that the sensor may show next time. */
  readonly nonces: readonly Uint8Array[];
  /** Closes the connection under the session. */
  readonly disconnect: () => void;
}

/** The standing stream of one sensor, as seen from the Collector. */
export class SensorSession {
  readonly facts: SessionFacts;
  readonly outbox = new Outbox<SessionResponse>();
  /** Commands that were sent and have no receipt, with the monotonic time of sending. */
  readonly awaited = new Map<Id, bigint>();
  /** It may tell of its life, and nothing else. */
  quarantined: boolean;
  #seq = 0n;

  constructor(facts: SessionFacts, quarantined: boolean) {
    this.facts = facts;
    this.quarantined = quarantined;
  }

  send(body: Body, size = 0): void {
    this.#seq += 1n;
    this.outbox.put(create(SessionResponseSchema, { seq: this.#seq, body }), size);
  }

  sendCommand(commandId: Id, document: SignedDocument, nowNs: bigint): void {
    this.awaited.set(commandId, nowNs);
    this.send({ case: "command", value: document }, document.payload.length);
  }

  /** Asks the sensor to leave within so long, and ends the session when it has not. */
  drain(withinMs: number): void {
    this.send({ case: "drain", value: { afterMsMin: 0, afterMsMax: withinMs } });
    setTimeout(() => this.end(), withinMs * 2).unref();
  }

  end(error: ConnectError | null = null): void {
    this.outbox.end(error);
  }
}
