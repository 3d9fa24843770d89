import { X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dropFormerAuthority, rotateAuthority } from "@livetriage/collector";
import { issuerOf } from "@livetriage/proto-types";
import { systemClock } from "@livetriage/triage-core/host";
import { expect, onTestFinished, test } from "vitest";
import { FleetIdentity } from "../../src/config/fleet-identity.ts";
import { fakeCollectingSide } from "./fake-collecting-side.ts";
import { type RealFleet, realFleet } from "./real-fleet.ts";
import { type TestSensor, testSensor } from "./test-sensor.ts";
import { until } from "./until.ts";

const SENSORS = 20;

/** So many sensors that run until the test is over, and one that has enrolled and is away. */
async function startSensors(fleet: RealFleet) {
  const joinFile = await fleet.joinFile(SENSORS + 1);
  const ends = new AbortController();
  const homes = Array.from({ length: SENSORS }, (_, n) => join(fleet.dir, `sensor-${n}`));
  const sensors: TestSensor[] = [];
  for (const home of homes) {
    mkdirSync(home);
    sensors.push(await testSensor(home, joinFile));
  }
  const away = join(fleet.dir, "away");
  mkdirSync(away);
  await testSensor(away, joinFile);
  const running = sensors.map((sensor) => sensor.run(() => fleet.collector.port, ends.signal));
  onTestFinished(async () => {
    ends.abort();
    await Promise.all(running);
    await fleet.close();
  });
  return { homes, sensors };
}

test("the CA is replaced under 20 live sensors: each follows it, and the former one is believed no more", async () => {
  const fleet = await realFleet({ acceptPerSecond: 10_000, renewWithinSeconds: 1, reloadEveryMs: 100 });
  const { homes, sensors } = await startSensors(fleet);
  const connected = () => fleet.collector.metrics().includes(`sessions ${SENSORS}\n`);
  await until("twenty sessions", connected);
  const options = { dir: fleet.home, clock: systemClock };
  const former = new X509Certificate(readFileSync(join(fleet.home, "ca.crt")));
  await rotateAuthority(options);
  await expect(rotateAuthority(options)).rejects.toThrow("the former CA is still believed");
  const newest = new X509Certificate(readFileSync(join(fleet.home, "ca.crt")));
  const certificateIn = (home: string) => new X509Certificate(readFileSync(join(home, "state/sensor.crt")));
  const isRenewed = (home: string) => issuerOf(certificateIn(home), [newest]) !== undefined;
  await until("twenty certificates of the new CA", () => homes.every(isRenewed));
  await until("twenty sessions", connected);

  const drop = (force: boolean) => dropFormerAuthority({ ...options, force });
  await expect(drop(false)).rejects.toThrow("1 sensors have certificates of the former CA");
  await drop(true);
  const believed = (home: string) => new FleetIdentity(`${home}/state`, `${home}/trust.json`).caPem;
  const isDropped = (home: string) => !believed(home).includes(former.toString());
  await until("twenty sessions", () => connected() && homes.every(isDropped));

  const [sensor] = sensors as [TestSensor];
  onTestFinished(await fakeCollectingSide(sensor.socket, () => Buffer.from("{}\n")));
  await fleet.submit(sensor.sensorId, fleet.anotherOperator());
  await until("a package", () => fleet.collector.metrics().includes("packages_total 1\n"));
});
