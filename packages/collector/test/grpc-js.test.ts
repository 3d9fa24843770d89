import { generateKeyPairSync, randomBytes, X509Certificate } from "node:crypto";
import { on, once } from "node:events";
import {
  create,
  type DescMethod,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import { Client, type ClientDuplexStream, credentials } from "@grpc/grpc-js";
import {
  CommitOutcome,
  EnrollmentService,
  Health,
  identityOf,
  makeHostKey,
  SensorChannelService,
  HealthCheckResponse_ServingStatus as ServingStatus,
  type SessionResponse,
} from "@livetriage/proto-types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signedCommand } from "./commands.ts";
import { type ClientKeys, pem, type RunningFleet, startFleet, type TestSensor } from "./running-fleet.ts";
import { chunksOf, manifestOf } from "./upload.ts";

let fleet: RunningFleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

function grpcJs(keys?: ClientKeys): Client {
  const [key, cert] = keys === undefined ? [null, null] : [Buffer.from(keys.key), Buffer.from(keys.cert)];
  const tls = credentials.createSsl(Buffer.from(fleet.caPem), key, cert);
  return new Client(`127.0.0.1:${fleet.collector.port}`, tls);
}

const pathOf = (method: DescMethod) => `/${method.parent.typeName}/${method.name}`;
const encode =
  <I extends DescMethod["input"]>(schema: I) =>
  (init: MessageInitShape<I>) =>
    Buffer.from(toBinary(schema, create(schema, init)));
const decode =
  <O extends DescMethod["output"]>(schema: O) =>
  (bytes: Buffer) =>
    fromBinary(schema, bytes);

type Method<I extends DescMethod["input"], O extends DescMethod["output"]> = DescMethod & { input: I; output: O };

function unary<I extends DescMethod["input"], O extends DescMethod["output"]>(
  client: Client,
  method: Method<I, O>,
  request: MessageInitShape<I>,
): Promise<MessageShape<O>> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(pathOf(method), encode(method.input), decode(method.output), request, (error, answer) =>
      answer === undefined ? reject(error ?? new Error("no answer")) : resolve(answer),
    );
  });
}

function stream<I extends DescMethod["input"], O extends DescMethod["output"]>(
  client: Client,
  method: Method<I, O>,
): ClientDuplexStream<MessageInitShape<I>, MessageShape<O>> {
  return client.makeBidiStreamRequest(pathOf(method), encode(method.input), decode(method.output));
}

async function frame(frames: AsyncIterator<[SessionResponse]>, kind: string): Promise<SessionResponse["body"]> {
  for (;;) {
    const { value } = (await frames.next()) as { value: [SessionResponse] };
    if (value[0].body.case === kind) return value[0].body;
  }
}

async function enroll(): Promise<TestSensor> {
  const { token } = await fleet.operatorClient().createJoinToken({ uses: 1, ttlSeconds: 60 });
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const client = grpcJs();
  const request = { token, key: makeHostKey(privateKey), hostname: "grpc-js" };
  const answer = await unary(client, EnrollmentService.method.enroll, request);
  client.close();
  const certificate = new X509Certificate(answer.certificate);
  const sensorId = identityOf(certificate)?.name ?? "";
  return { sensorId, privateKey, certificate, keys: { key: pem(privateKey), cert: certificate.toString() } };
}

test("grpc-js enrolls, holds a session, and delivers a package", async () => {
  const sensor = await enroll();
  const client = grpcJs(sensor.keys);
  const session = stream(client, SensorChannelService.method.session);
  const frames = on(session, "data") as AsyncIterator<[SessionResponse]>;
  session.write({ seq: 1n, body: { case: "hello", value: { protoMin: 1, protoMax: 1 } } });
  await frame(frames, "welcome");

  const { commandId, document } = signedCommand(fleet.operator.signingKey, [sensor.sensorId]);
  await fleet.operatorClient().submit({ command: document });
  await frame(frames, "command");
  const pack = { packageId: randomBytes(16), commandId, attempt: 1, sealed: randomBytes(600_000) };
  const { packageId } = pack;
  session.write({ seq: 2n, body: { case: "offer", value: { packageId, commandId } } });
  await frame(frames, "grant");

  const { openUpload, putChunks, commitUpload } = SensorChannelService.method;
  await unary(client, openUpload, { packageId, commandId, attempt: 1 });
  const upload = stream(client, putChunks);
  let committed = 0n;
  upload.on("data", ({ ack }) => {
    committed = ack?.committedOffset ?? committed;
  });
  for (const chunk of chunksOf(pack)) upload.write({ chunk });
  upload.end();
  await once(upload, "end");
  expect(committed).toBe(600_000n);
  const { outcome } = await unary(client, commitUpload, { packageId, manifest: manifestOf(pack, sensor) });
  expect(outcome).toBe(CommitOutcome.COMMITTED);
  session.end();
  await once(session, "end");
  client.close();
});

test("grpc-js asks for health", async () => {
  const client = grpcJs();
  const ask = (service: string) => unary(client, Health.method.check, { service });
  expect((await ask("")).status).toBe(ServingStatus.SERVING);
  expect((await ask(SensorChannelService.typeName)).status).toBe(ServingStatus.SERVING);
  await expect(ask("nothing.of.ours")).rejects.toMatchObject({ code: 5 });
  client.close();
});

test("grpc-js is told who may not call", async () => {
  const client = grpcJs();
  const call = unary(client, SensorChannelService.method.openUpload, {});
  await expect(call).rejects.toMatchObject({ code: 16, details: "a client certificate is needed" });
  client.close();
});
