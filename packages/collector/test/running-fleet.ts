import { generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type Transport } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import {
  decodeTextFile,
  EnrollmentService,
  FleetFileSchema,
  MAX_MESSAGE_BYTES,
  makeHostKey,
  OperatorService,
  SensorChannelService,
} from "@livetriage/proto-types";
import type { Clock } from "@livetriage/triage-core";
import { systemClock } from "@livetriage/triage-core/host";
import { initCollector } from "../src/init-collector.ts";
import { type RunningCollector, serveCollector } from "../src/serve-collector.ts";
import type { Settings } from "../src/server/settings.ts";
import { newOperator } from "./new-operator.ts";

export interface ClientKeys {
  readonly key: string;
  readonly cert: string;
}

/** What a client needs to be a sensor. */
export interface TestSensor {
  readonly sensorId: string;
  readonly keys: ClientKeys;
  readonly privateKey: KeyObject;
  readonly certificate: X509Certificate;
}

export type RunningFleet = Awaited<ReturnType<typeof startFleet>>;

export const pem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();

/** A Collector in a directory of its own on a free port of 127.0.0.1, and its operator. */
export async function startFleet(settings: Partial<Settings> = {}, clock: Clock = systemClock) {
  const dir = mkdtempSync(join(tmpdir(), "livetriage-fleet-"));
  const operator = newOperator({});
  const endpoints = ["127.0.0.1:8443", "localhost:8443"];
  await initCollector({ dir, operatorPub: operator.publicFile, endpoints, clock });
  const fleet = decodeTextFile(FleetFileSchema, readFileSync(join(dir, "operators/anna.json"), "utf8"));
  if (!fleet.ok) throw new Error(fleet.problem);
  const { caPem, certificatePem } = fleet.value;
  const log: string[] = [];
  const serve = (): Promise<RunningCollector> =>
    serveCollector({
      dir,
      clock,
      log: (line) => log.push(JSON.stringify(line)),
      listen: "127.0.0.1:0",
      settings: { acceptPerSecond: 10_000, ...settings },
    });
  let collector = await serve();

  const transport = (keys?: ClientKeys, port = collector.port): Transport =>
    createGrpcTransport({
      baseUrl: `https://127.0.0.1:${port}`,
      nodeOptions: { ca: caPem, ...keys },
      readMaxBytes: MAX_MESSAGE_BYTES,
      writeMaxBytes: MAX_MESSAGE_BYTES,
    });
  const operatorClient = () =>
    createClient(OperatorService, transport({ key: pem(operator.tlsKey), cert: certificatePem }));

  return {
    dir,
    operator,
    caPem,
    log,
    get collector() {
      return collector;
    },
    transport,
    operatorClient,
    operatorKeys: { key: pem(operator.tlsKey), cert: certificatePem },
    /** A client with a connection of its own. */
    sensorClient: (sensor: TestSensor, port?: number) =>
      createClient(SensorChannelService, transport(sensor.keys, port)),
    /** Every entry of the audit log. */
    async audit(): Promise<{ event: string; [field: string]: unknown }[]> {
      const entries = [];
      for await (const { line } of operatorClient().readAudit({ from: 1n })) entries.push(JSON.parse(line));
      return entries;
    },
    async enroll(labels: { name: string; value: string }[] = []): Promise<TestSensor> {
      const { token } = await operatorClient().createJoinToken({ uses: 1, ttlSeconds: 60, labels });
      return enrollWith(transport(), token);
    },
    /** Ends this Collector and begins another on the same directory, at another port. */
    async restart() {
      await collector.close();
      collector = await serve();
    },
    async stop() {
      await collector.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export async function enrollWith(transport: Transport, token: Uint8Array): Promise<TestSensor> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const client = createClient(EnrollmentService, transport);
  const answer = await client.enroll({ token, key: makeHostKey(privateKey), hostname: "host-1" });
  const certificate = new X509Certificate(answer.certificate);
  const sensorId = /sensor\/([0-9a-f-]{36})/.exec(certificate.subjectAltName ?? "")?.[1] ?? "";
  return { sensorId, keys: { key: pem(privateKey), cert: certificate.toString() }, privateKey, certificate };
}
