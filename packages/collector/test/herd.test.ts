import { once } from "node:events";
import { connect } from "node:http2";
import { expect, onTestFinished, test } from "vitest";
import { TestSession } from "./open-session.ts";
import { startFleet } from "./running-fleet.ts";

async function fleetWith(settings: Parameters<typeof startFleet>[0]) {
  const fleet = await startFleet(settings);
  onTestFinished(() => fleet.stop());
  const begin = async () => {
    const session = new TestSession(fleet.sensorClient(await fleet.enroll()));
    session.hello();
    return { session, welcome: await session.next("welcome") };
  };
  return begin;
}

test("a session that has become old is drained, and ended when its sensor stays", async () => {
  const begin = await fleetWith({ sessionMaxAgeMs: 300, drainMs: 100 });
  const { session } = await begin();
  expect(await session.next("drain")).toMatchObject({ afterMsMin: 0, afterMsMax: 100 });
  await session.ended();
});

test("a fleet that grows is asked for signs of life more seldom, who is here already hears of it", async () => {
  const begin = await fleetWith({ heartbeatsPerSecond: 1 / 60 });
  const first = await begin();
  expect(first.welcome.heartbeatSeconds).toBe(60);
  const second = await begin();
  expect(second.welcome.heartbeatSeconds).toBe(120);
  expect((await first.session.next("tune")).heartbeatSeconds).toBe(120);
});

test("in a crowd nobody sends much at a time, neither who comes nor who is here already", async () => {
  const fleet = await startFleet({ crowd: 1, pingTimeoutMs: 200 });
  onTestFinished(() => fleet.stop());
  const come = async () => {
    const guest = connect(`https://127.0.0.1:${fleet.collector.port}`, { ca: fleet.caPem });
    onTestFinished(() => guest.destroy());
    await once(guest, "remoteSettings");
    return guest;
  };
  const windowOf = (guest: Awaited<ReturnType<typeof come>>) =>
    expect.poll(() => guest.remoteSettings.initialWindowSize);
  const first = await come();
  await windowOf(first).toBe(1_048_576);
  const second = await come();
  await windowOf(second).toBe(32_768);
  await windowOf(first).toBe(32_768);
  second.close();
  await windowOf(first).toBe(1_048_576);
});
