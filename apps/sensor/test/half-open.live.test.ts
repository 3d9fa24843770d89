import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterAll, expect, test } from "vitest";
import { FakeCollector } from "./kit/fake-collector.ts";
import { type RunningSensor, TestHost } from "./kit/sensor-process.ts";
import { newFleet } from "./kit/test-fleet.ts";

const open: { close(): Promise<void> | void }[] = [];
afterAll(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** Passes connections on until it is told to be silent: then it reads nothing and says nothing, and closes nothing. */
async function silentProxy(target: () => number) {
  const sockets: Socket[] = [];
  const server = createServer((from) => {
    const to = connect(target(), "127.0.0.1");
    sockets.push(from, to);
    for (const socket of [from, to]) socket.on("error", () => undefined);
    from.pipe(to);
    to.pipe(from);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const fallSilent = (): void => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  open.push({ close });
  return { port: (server.address() as AddressInfo).port, fallSilent };
}

async function startFleet() {
  const collector = new FakeCollector(await newFleet(() => collector.sensorId));
  await collector.listen();
  const proxy = await silentProxy(() => collector.port);
  const host = new TestHost(`endpoints: [127.0.0.1:${proxy.port}]\n`);
  open.push(host, collector);
  await host.enroll(collector);
  return { collector, proxy, sensor: host.start() };
}

/** Milliseconds until the sensor tells that its session is over. */
async function timeToNotice(sensor: RunningSensor): Promise<number> {
  const start = performance.now();
  const noticed = () => sensor.lines.some(({ event }) => event === "not connected");
  while (!noticed() && performance.now() - start < 60_000) await new Promise((resolve) => setTimeout(resolve, 100));
  return performance.now() - start;
}

test.concurrent("a link that falls silent is noticed within 40 s, and another is made (T9)", {
  timeout: 90_000,
}, async () => {
  const { collector, proxy, sensor } = await startFleet();
  await collector.until(() => sensor.lines.some(({ event }) => event === "connected"), "a session");
  proxy.fallSilent();
  expect(await timeToNotice(sensor)).toBeLessThan(45_000);
  await collector.session(2);
});

test.concurrent("a Collector that says nothing to Hello is left", { timeout: 90_000 }, async () => {
  const { collector, proxy, sensor } = await startFleet();
  await collector.session();
  proxy.fallSilent();
  expect(await timeToNotice(sensor)).toBeLessThan(20_000);
  await collector.session(2);
});
