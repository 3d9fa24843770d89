import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { decodeTextFile, FleetFileSchema, LabelSchema, OperatorService } from "@livetriage/proto-types";
import { systemClock } from "@livetriage/triage-core/host";
import { openAuthority } from "../src/ca/authority.ts";
import { nowMs } from "../src/clock.ts";
import { initCollector } from "../src/init-collector.ts";
import { openEmbeddedStorage } from "../src/storage/embedded-storage.ts";
import { newOperator } from "../test/new-operator.ts";
import { pem } from "../test/running-fleet.ts";
import { CollectorProcess } from "./collector-process.ts";
import { FakeSensor } from "./fake-sensor.ts";
import { preparePackage } from "./prepared-package.ts";
import { newSensor, type SensorIdentity } from "./sensor-identity.ts";
import { Tally } from "./tally.ts";
import { until } from "./until.ts";

/** Every fake sensor has it, so that one command is for all. */
export const LABEL = create(LabelSchema, { name: "sim", value: "yes" });
/** New sessions a second when the fleet comes for the first time: half of what a Collector lets in. */
const FIRST_PER_SECOND = 100;

export interface FleetSize {
  readonly sensors: number;
  readonly packageBytes: number;
  /** Longest time that a fake collection takes; each takes a random part of it. */
  readonly collectMs: number;
}

export type SimulatedFleet = Awaited<ReturnType<typeof startSimulatedFleet>>;

/** A Collector in a process of its own, its operator, and fake sensors in this process. On loopback only. */
export async function startSimulatedFleet({ sensors: count, packageBytes, collectMs }: FleetSize) {
  const dir = mkdtempSync(join(tmpdir(), "livetriage-sim-"));
  const operator = newOperator({});
  const endpoints = ["127.0.0.1:8443"];
  await initCollector({ dir, operatorPub: operator.publicFile, endpoints, clock: systemClock });
  const identities = await enrollAll(dir, operator.fleetId, count);
  const fleetFile = decodeTextFile(FleetFileSchema, readFileSync(join(dir, "operators/anna.json"), "utf8"));
  if (!fleetFile.ok) throw new Error(fleetFile.problem);
  const { caPem, certificatePem } = fleetFile.value;

  const log: string[] = [];
  const collector = new CollectorProcess(dir, (text) => log.push(text));
  await collector.start();
  const endpoint = `127.0.0.1:${collector.port}`;
  const tally = new Tally();
  const work = { endpoint, caPem, pack: preparePackage(packageBytes), collectMs, tally };
  const ends = new AbortController();
  const sensors = identities.map((identity) => new FakeSensor(identity, work));
  const firstMs = (count / FIRST_PER_SECOND) * 1000;
  const running = sensors.map((sensor) => sensor.run(Math.random() * firstMs, ends.signal));
  const nodeOptions = { ca: caPem, key: pem(operator.tlsKey), cert: certificatePem };
  const operatorTransport = () => createGrpcTransport({ baseUrl: `https://${endpoint}`, nodeOptions });
  return {
    dir,
    collector,
    sensors,
    tally,
    log,
    signingKey: operator.signingKey,
    /** With a connection of its own. */
    operatorTransport,
    operatorClient: () => createClient(OperatorService, operatorTransport()),
    /** Every sensor has its session within so long; false when not. */
    allConnected: (ms: number) => until(() => tally.connected.size === count, ms),
    async stop(): Promise<void> {
      ends.abort();
      await Promise.all(running);
      await collector.end("SIGTERM");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Sensors that the Collector of this directory knows when it starts; thousands of join tokens would take minutes. */
async function enrollAll(dir: string, fleetId: string, count: number): Promise<SensorIdentity[]> {
  const authority = openAuthority(readFileSync(join(dir, "ca.crt"), "utf8"), readFileSync(join(dir, "ca.key"), "utf8"));
  const storage = await openEmbeddedStorage(join(dir, "data"));
  const now = nowMs(systemClock);
  const identities = await Promise.all(
    Array.from({ length: count }, async () => {
      const { identity, record } = await newSensor(authority, fleetId, [LABEL], now);
      await storage.saveSensor(record);
      return identity;
    }),
  );
  await storage.close();
  return identities;
}
