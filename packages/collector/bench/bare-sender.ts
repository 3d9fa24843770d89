import { randomBytes } from "node:crypto";
import type { ClientHttp2Session } from "node:http2";
import { create } from "@bufbuild/protobuf";
import {
  CommitOutcome,
  CommitUploadRequestSchema,
  Http2Link,
  OpenUploadRequestSchema,
  PutChunksRequestSchema,
  SensorChannelService,
  SessionRequestSchema,
} from "@livetriage/proto-types";
import { ask, GrpcCall } from "../sim/grpc-call.ts";
import { manifestOf } from "../sim/manifest-of.ts";
import type { PreparedPackage } from "../sim/prepared-package.ts";
import type { TestSensor } from "../test/running-fleet.ts";

const { session, openUpload, putChunks, commitUpload } = SensorChannelService.method;
type Sensor = Pick<TestSensor, "sensorId" | "keys" | "privateKey">;
const HELLO = { protoMin: 1, protoMax: 1, build: "bench", keyPolicyVersion: 1n };

/**
 * A sensor that does no more than it must to deliver packages: one connection, no library above HTTP/2. A fleet's sensors
 * do not take their Collector's processor.
 */
export class BareSender {
  readonly #sensor: Sensor;
  readonly #http2: ClientHttp2Session;
  readonly #session: GrpcCall<typeof session>;
  #seq = 1n;
  #heard = Promise.withResolvers<void>();

  /** Fulfilled when its session stands. */
  static async connect({ port, caPem }: { port: number; caPem: string }, sensor: Sensor): Promise<BareSender> {
    const link = new Http2Link(`127.0.0.1:${port}`, { ca: caPem, ...sensor.keys });
    const sender = new BareSender(sensor, await link.connect());
    await sender.#heard.promise;
    return sender;
  }

  private constructor(sensor: Sensor, http2: ClientHttp2Session) {
    this.#sensor = sensor;
    this.#http2 = http2;
    this.#session = new GrpcCall(http2, session, ({ body }) => {
      if (body.case === "welcome" || body.case === "grant") this.#heard.resolve();
    });
    this.#session.send(create(SessionRequestSchema, { seq: 1n, body: { case: "hello", value: HELLO } }));
  }

  /** From the offer to the durable ack. */
  async deliver(commandId: Uint8Array, pack: PreparedPackage): Promise<void> {
    const http2 = this.#http2;
    const packageId = randomBytes(16);
    this.#heard = Promise.withResolvers();
    this.#seq += 1n;
    const offer = { case: "offer", value: { packageId, commandId } } as const;
    this.#session.send(create(SessionRequestSchema, { seq: this.#seq, body: offer }));
    await this.#heard.promise;
    await ask(http2, openUpload, create(OpenUploadRequestSchema, { packageId, commandId, attempt: 1 }));
    const put = new GrpcCall(http2, putChunks, () => undefined);
    for (const { offset, sealed, sha256 } of pack.chunks) {
      put.send(create(PutChunksRequestSchema, { chunk: { packageId, offset: BigInt(offset), sealed, sha256 } }));
    }
    put.end();
    await put.ended;
    const manifest = manifestOf(this.#sensor, { packageId, commandId }, pack);
    const { outcome } = await ask(http2, commitUpload, create(CommitUploadRequestSchema, { packageId, manifest }));
    if (outcome !== CommitOutcome.COMMITTED) throw new Error("a package was not committed");
  }
}
