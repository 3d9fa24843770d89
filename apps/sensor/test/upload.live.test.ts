import { CommandState } from "@livetriage/proto-types";
import { expect, onTestFinished, test } from "vitest";
import { enrolledHost } from "./kit/enrolled-host.ts";
import type { FakeCollector } from "./kit/fake-collector.ts";
import type { RunningSensor } from "./kit/sensor-process.ts";
import { documentOf } from "./kit/unseal.ts";

async function startFleet(): Promise<{ collector: FakeCollector; sensor: RunningSensor }> {
  const { collector, host } = await enrolledHost("", onTestFinished);
  return { collector, sensor: host.start() };
}

test.each([0, 12_345])("an upload that breaks after %i bytes goes on from there", async (bytes) => {
  const { collector } = await startFleet();
  const session = await collector.session();
  collector.breakAfter = bytes;
  const { id, document } = collector.fleet.command();
  session.send({ case: "command", value: document });
  const { sealed, manifest } = await collector.delivered(id);
  await documentOf(sealed, manifest, collector.fleet.identity);
  expect(collector.sent).toBeLessThanOrEqual(sealed.length + 1_048_576);
});

test("a package is delivered after the Collector was away, and again when the Collector lost it", async () => {
  const { collector, sensor } = await startFleet();
  const session = await collector.session();
  collector.grants = false;
  const { id, document } = collector.fleet.command();
  session.send({ case: "command", value: document });
  await collector.until(() => session.frames.some((frame) => frame.case === "offer"), "an offer");
  await collector.close();
  collector.grants = true;
  await collector.listen();
  const back = await collector.session(2);
  const { sealed, manifest } = await collector.delivered(id);
  await documentOf(sealed, manifest, collector.fleet.identity);
  await collector.status(back, id, CommandState.DONE);
  expect(back.frames[0]).toMatchObject({ case: "hello", value: { residentPackages: [manifest.packageId] } });
  collector.packages.clear();
  back.send({ case: "missing", value: { packageId: manifest.packageId } });
  expect((await collector.delivered(id)).sealed.equals(sealed)).toBe(true);
  await collector.until(() => sensor.lines.filter(({ event }) => event === "delivered").length === 2, "both");
});

test("a drain is followed at a moment in its window, and the next session shows the nonce of this one", async () => {
  const { collector } = await startFleet();
  const session = await collector.session();
  session.send({ case: "drain", value: { afterMsMin: 10, afterMsMax: 200 } });
  const next = await collector.session(2);
  expect(session.frames.at(-1)).toEqual(expect.objectContaining({ case: "bye" }));
  const [hello] = next.frames;
  expect(hello?.case === "hello" && hello.value.previousSessionNonce).toHaveLength(16);
});

test("a Collector that ends before the moment that was chosen is no failure: the sensor comes back at that moment", async () => {
  const { collector, sensor } = await startFleet();
  const session = await collector.session();
  session.send({ case: "drain", value: { afterMsMin: 3_000, afterMsMax: 4_000 } });
  const { id, document } = collector.fleet.command({ fleetId: "other" });
  session.send({ case: "command", value: document });
  await collector.status(session, id, CommandState.REFUSED); // so it has heard the other too
  await collector.close();
  await collector.listen();
  await collector.session(2);
  expect(sensor.lines.map(({ event }) => event)).not.toContain("not connected");
});

test("a stopped sensor says good-bye and ends with 0", async () => {
  const { collector, sensor } = await startFleet();
  const session = await collector.session();
  expect(await sensor.stop()).toBe(0);
  await collector.until(() => session.frames.some((frame) => frame.case === "bye"), "Bye");
});
