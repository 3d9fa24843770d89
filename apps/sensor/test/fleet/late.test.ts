import { createPublicKey, X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SensorStanding } from "@livetriage/proto-types";
import { expect, onTestFinished, test } from "vitest";
import { openAuthority } from "../../../../packages/collector/src/ca/authority.ts";
import { issueClientCertificate } from "../../../../packages/collector/src/ca/certificates.ts";
import { readKeyPair, writeKeyPair } from "../../src/config/identity-files.ts";
import { FLEET, nowMs } from "../kit/test-fleet.ts";
import { type RealFleet, realFleet } from "./real-fleet.ts";
import { type TestSensor, testSensor } from "./test-sensor.ts";
import { until } from "./until.ts";

const DAY_MS = 86_400_000;

/** A sensor whose certificate ended so many days ago. */
async function lateSensor(fleet: RealFleet, days: number): Promise<{ sensor: TestSensor; stateDir: string }> {
  const home = join(fleet.dir, `late-${days}`);
  mkdirSync(home);
  const sensor = await testSensor(home, await fleet.joinFile(1));
  const stateDir = join(home, "state");
  const { key } = readKeyPair(stateDir);
  const read = (name: string) => readFileSync(join(fleet.home, name), "utf8");
  const authority = openAuthority(read("ca.crt"), read("ca.key"));
  const identity = { fleetId: FLEET, role: "sensor", name: sensor.sensorId, labels: [] } as const;
  const then = nowMs() - (30 + days) * DAY_MS;
  const certificate = await issueClientCertificate(authority, identity, createPublicKey(key), then);
  await writeKeyPair(stateDir, { key, certificate });
  return { sensor, stateDir };
}

async function startFleet(): Promise<RealFleet> {
  const fleet = await realFleet();
  onTestFinished(() => fleet.close());
  return fleet;
}

function start({ sensor }: { sensor: TestSensor }, fleet: RealFleet): () => Promise<void> {
  const ends = new AbortController();
  const running = sensor.run(() => fleet.collector.port, ends.signal);
  return async () => {
    ends.abort();
    await running;
  };
}

const isConnected = (fleet: RealFleet) => fleet.collector.metrics().includes("sessions 1\n");
const isRefused = (fleet: RealFleet) => /calls_refused_total ([2-9]|\d\d)/.test(fleet.collector.metrics());

test("a sensor that is 60 days late returns by itself, with a new certificate", async () => {
  const fleet = await startFleet();
  const late = await lateSensor(fleet, 60);
  const stop = start(late, fleet);
  await until("a session", () => isConnected(fleet));
  await stop();
  const { certificate } = readKeyPair(late.stateDir);
  expect(certificate.validToDate.getTime()).toBeGreaterThan(nowMs() + 29 * DAY_MS);
  expect(new X509Certificate(readFileSync(join(late.stateDir, "sensor.crt"))).serialNumber).toBe(
    certificate.serialNumber,
  );
});

test.each<[string, number, SensorStanding]>([
  ["is 180 days late", 180, SensorStanding.TRUSTED],
  ["is late and revoked", 60, SensorStanding.REVOKED],
])("a sensor that %s does not", async (_, days, standing) => {
  const fleet = await startFleet();
  const late = await lateSensor(fleet, days);
  await fleet.operator.setStanding({ sensorId: late.sensor.sensorId, standing });
  const stop = start(late, fleet);
  await until("refusals", () => isRefused(fleet));
  await stop();
  expect(readKeyPair(late.stateDir).certificate.validToDate.getTime()).toBeLessThan(nowMs());
});
