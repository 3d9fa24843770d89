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
