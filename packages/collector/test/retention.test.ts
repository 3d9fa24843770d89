import { randomBytes } from "node:crypto";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { Code, ConnectError } from "@connectrpc/connect";
import { systemClock } from "@livetriage/triage-core/host";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signedCommand } from "./commands.ts";
import { TestSession } from "./open-session.ts";
import { type RunningFleet, startFleet, type TestSensor } from "./running-fleet.ts";
import { chunksOf, manifestOf, put } from "./upload.ts";

const HOUR_NS = 3_600_000_000_000n;
const DAYS = 2;

/** Hours that have gone by since the tests began. */
let hours = 0n;
const clock = {
  wallNs: () => systemClock.wallNs() + hours * HOUR_NS,
  monotonicNs: () => systemClock.monotonicNs(),
};

let fleet: RunningFleet;
beforeAll(async () => {
  fleet = await startFleet({ retireEveryMs: 50 }, clock);
  appendFileSync(join(fleet.dir, "collector.yaml"), `retention_days: ${DAYS}\n`);
  await fleet.restart();
});
afterAll(() => fleet.stop());

/** A command whose package is here. */
async function delivered(): Promise<{ sensor: TestSensor; commandId: Uint8Array; id: string }> {
  const sensor = await fleet.enroll();
  const now = clock.wallNs() / 1_000_000n;
  const times = { notBeforeMs: now, expiresAtMs: now + 3_600_000n };
  const { commandId, id, document } = signedCommand(fleet.operator.signingKey, [sensor.sensorId], times);
  await fleet.operatorClient().submit({ command: document });
  const session = new TestSession(fleet.sensorClient(sensor));
  session.hello();
  await session.next("command");
  const packageId = randomBytes(16);
  session.say({ case: "offer", value: { packageId, commandId } });
  await session.next("grant");
  const client = fleet.sensorClient(sensor);
  await client.openUpload({ packageId, commandId, attempt: 1 });
  const pack = { packageId, commandId, attempt: 1, sealed: randomBytes(1000) };
  await put(client, chunksOf(pack));
  await client.commitUpload({ packageId, manifest: manifestOf(pack, sensor) });
  session.close();
  return { sensor, commandId, id };
}

/** Is the package of this command still here? */
async function isHere({ sensor, commandId }: Awaited<ReturnType<typeof delivered>>): Promise<boolean> {
  try {
    for await (const _ of fleet.operatorClient().fetchPackage({ commandId, sensorId: sensor.sensorId })) continue;
    return true;
  } catch (error) {
    if (ConnectError.from(error).code === Code.NotFound) return false;
    throw error;
  }
}

test("packages go when their time is over, those under hold when the hold ends", async () => {
  const [free, held] = [await delivered(), await delivered()];
  await fleet.operatorClient().setHold({ commandId: held.commandId, held: true });
  hours = 23n;
  const young = await delivered();
  expect([await isHere(free), await isHere(held)]).toEqual([true, true]);
  hours = 49n;
  await expect.poll(() => isHere(free), { timeout: 30_000 }).toBe(false);
  expect([await isHere(held), await isHere(young)]).toEqual([true, true]);
  await fleet.operatorClient().setHold({ commandId: held.commandId, held: false });
  await expect.poll(() => isHere(held), { timeout: 30_000 }).toBe(false);
  expect(await isHere(young)).toBe(true);
  const told = (await fleet.audit()).filter(({ event }) => event === "hold" || event === "delete");
  expect(told).toMatchObject([
    { event: "hold", operator: "anna", command_id: held.id, held: true },
    { event: "delete", reason: "retention" },
    { event: "hold", operator: "anna", command_id: held.id, held: false },
    { event: "delete", reason: "retention" },
  ]);
});

test("a hold on what nobody asked for is refused", async () => {
  const call = fleet.operatorClient().setHold({ commandId: randomBytes(16), held: true });
  await expect(call).rejects.toMatchObject({ code: Code.NotFound });
});
