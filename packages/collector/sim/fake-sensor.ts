import type { ClientHttp2Session } from "node:http2";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  backoffMs,
  HEALTHY_MS,
  Http2Link,
  jittered,
  SensorChannelService,
  SessionRequestSchema,
  type SessionResponse,
  TURNED_AWAY_FAILURES,
  wasTurnedAway,
} from "@livetriage/proto-types";
import { FakeJobs } from "./fake-jobs.ts";
import { GrpcCall } from "./grpc-call.ts";
import type { PreparedPackage } from "./prepared-package.ts";
import type { SensorIdentity } from "./sensor-identity.ts";
import type { Tally } from "./tally.ts";

/** As long as the real sensor waits for a Welcome. */
const WELCOME_MS = 15_000;

/** Where a fake sensor dials, and what it does there. */
export interface FakeWork {
  readonly endpoint: string;
  readonly caPem: string;
  readonly pack: PreparedPackage;
  /** Longest time that a collection takes; each takes a random part of it. */
  readonly collectMs: number;
  readonly tally: Tally;
}

export type SayToCollector = (body: NonNullable<MessageInitShape<typeof SessionRequestSchema>["body"]>) => void;

/** A sensor as its Collector sees one: real TLS, HTTP/2, messages and patience, and a package that was made beforehand. */
export class FakeSensor {
  readonly #identity: SensorIdentity;
  readonly #work: FakeWork;
  readonly #jobs: FakeJobs;
  #nonce: Uint8Array = new Uint8Array();
  #heartbeatMs = 60_000;
  #link: Http2Link | null = null;
  #beat: NodeJS.Timeout | undefined;
  #leave: NodeJS.Timeout | undefined;
  #left = false;
  #returnAt = 0;

  constructor(identity: SensorIdentity, work: FakeWork) {
    this.#identity = identity;
    this.#work = work;
    this.#jobs = new FakeJobs(identity, work);
  }

  /** Holds one session after another, as `livetriage-sensor` does, until the signal. */
  async run(firstMs: number, signal: AbortSignal): Promise<void> {
    signal.addEventListener("abort", () => this.#link?.close(), { once: true });
    await pause(firstMs, signal);
    for (let failures = 0; !signal.aborted; ) {
      const began = performance.now();
      const turnedAway = await this.#hold().catch(wasTurnedAway);
      if (performance.now() - began >= HEALTHY_MS) failures = 0;
      if (turnedAway === true) failures = TURNED_AWAY_FAILURES;
      if (this.#left) await pause(this.#returnAt - performance.now(), signal);
      else await pause(backoffMs(failures++, Math.random()), signal);
    }
  }

  /** Ends the connection as a host that loses power does not: the kernel closes it. */
  drop(): void {
    this.#link?.close();
  }

  /** One session, from dialing to its end. */
  async #hold(): Promise<void> {
    const { endpoint, caPem, tally } = this.#work;
    const { sensorId, key, cert } = this.#identity;
    const link = new Http2Link(endpoint, { ca: caPem, key, cert });
    this.#link = link;
    this.#left = false;
    tally.attempt(sensorId);
    const silence = setTimeout(() => link.close(), WELCOME_MS);
    try {
      const http2 = await link.connect();
      const call = new GrpcCall(http2, SensorChannelService.method.session, (frame) => {
        if (frame.body.case === "welcome") clearTimeout(silence);
        this.#take(frame.body, http2, say);
      });
      let seq = 0n;
      const say: SayToCollector = (body) => {
        seq += 1n;
        call.send(create(SessionRequestSchema, { seq, body }));
      };
      const residentPackages = [...this.#jobs.resident()];
      const hello = { protoMin: 1, protoMax: 1, build: "fleet-sim", keyPolicyVersion: 1n };
      say({ case: "hello", value: { ...hello, previousSessionNonce: this.#nonce, residentPackages } });
      await call.ended;
    } finally {
      clearTimeout(silence);
      clearTimeout(this.#beat);
      clearTimeout(this.#leave);
      tally.connected.delete(sensorId);
      this.#jobs.disconnected();
      link.close();
    }
  }

  #take(body: SessionResponse["body"], http2: ClientHttp2Session, say: SayToCollector): void {
    if (body.case === "welcome") {
      this.#nonce = body.value.sessionNonce;
      this.#work.tally.connected.add(this.#identity.sensorId);
      this.#setHeartbeat(body.value.heartbeatSeconds);
      this.#beatAgain(Math.random() * this.#heartbeatMs, http2, say);
      this.#jobs.connected(http2, say);
    } else if (body.case === "tune") this.#setHeartbeat(body.value.heartbeatSeconds);
    else if (body.case === "drain") this.#drain(body.value, say);
    else if (body.case === "command") this.#jobs.command(body.value);
    else if (body.case === "grant") this.#jobs.granted(body.value.packageId);
    else if (body.case === "missing") this.#jobs.missing(body.value.packageId);
  }

  #setHeartbeat(seconds: number): void {
    if (seconds > 0) this.#heartbeatMs = seconds * 1000;
  }

  #beatAgain(afterMs: number, http2: ClientHttp2Session, say: SayToCollector): void {
    this.#beat = setTimeout(() => {
      say({ case: "heartbeat", value: { collecting: this.#jobs.collecting } });
      if (!http2.destroyed) http2.ping((error, ms) => error === null && this.#work.tally.roundTrips.push(ms));
      this.#beatAgain(jittered(this.#heartbeatMs, Math.random()), http2, say);
    }, afterMs);
  }

  #drain({ afterMsMin, afterMsMax }: { afterMsMin: number; afterMsMax: number }, say: SayToCollector): void {
    const after = afterMsMin + Math.random() * Math.max(0, afterMsMax - afterMsMin);
    this.#left = true;
    this.#returnAt = performance.now() + after;
    this.#leave = setTimeout(() => {
      say({ case: "bye", value: { reason: "drain" } });
      this.#link?.close();
    }, after);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, ms));
    signal.addEventListener("abort", done);
  });
}
