import { afterAll, expect, test } from "vitest";
import { FakeCollector } from "./kit/fake-collector.ts";
import { type RunningSensor, TestHost } from "./kit/sensor-process.ts";
import { SilentProxy } from "./kit/silent-proxy.ts";
import { newFleet } from "./kit/test-fleet.ts";

const open: { close(): Promise<void> | void }[] = [];
afterAll(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function startFleet() {
  const collector = new FakeCollector(await newFleet(() => collector.sensorId));
  await collector.listen();
  const proxy = new SilentProxy(() => collector.port);
  const host = new TestHost(`endpoints: [127.0.0.1:${await proxy.listen()}]\n`);
  open.push(proxy, host, collector);
  await host.enroll(collector);
  return { collector, proxy, sensor: host.start() };
}

/** Milliseconds until the sensor tells that its session is over. */
async function timeToNotice(sensor: RunningSensor): Promise<number> {
  const start = performance.now();
  const noticed = () => sensor.lines.some(({ event }) => event === "not connected");
  while (!noticed() && performance.now() - start < 60_000) await new Promise((resolve) => setTimeout(resolve, 50));
  return performance.now() - start;
}

test("a link that falls silent is noticed within 40 s, and another is made (T9)", { timeout: 90_000 }, async () => {
  const { collector, proxy, sensor } = await startFleet();
  await collector.until(() => sensor.lines.some(({ event }) => event === "connected"), "a session");
  proxy.fallSilent();
  expect(await timeToNotice(sensor)).toBeLessThan(40_500); // half a second for two processes to be late
  await collector.session(2);
});

test("a Collector that says nothing to Hello is left within 15 s", { timeout: 90_000 }, async () => {
  const { collector, proxy, sensor } = await startFleet();
  await collector.session();
  proxy.fallSilent();
  expect(await timeToNotice(sensor)).toBeLessThan(20_000);
  await collector.session(2);
});
