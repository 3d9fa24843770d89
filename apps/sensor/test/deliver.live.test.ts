import { CommandState, toHex } from "@livetriage/proto-types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeCollector } from "./kit/fake-collector.ts";
import { type RunningSensor, TestHost } from "./kit/sensor-process.ts";
import { newFleet } from "./kit/test-fleet.ts";
import { documentOf } from "./kit/unseal.ts";

let collector: FakeCollector;
let host: TestHost;
let sensor: RunningSensor;

beforeAll(async () => {
  collector = new FakeCollector(await newFleet(() => collector.sensorId));
  await collector.listen();
  host = new TestHost();
  await host.enroll(collector);
  sensor = host.start();
});

afterAll(async () => {
  await host.close();
  await collector.close();
});

test("a signed command ends as one sealed package that its operator can open", async () => {
  const session = await collector.session();
  const { id, document } = collector.fleet.command();
  session.send({ case: "command", value: document });
  const { sealed, manifest, attempt } = await collector.delivered(id);
  expect(attempt).toBe(1);
  expect(manifest).toMatchObject({ sensorId: collector.sensorId, ended: "finished", attempt: 1 });
  const found = await documentOf(sealed, manifest, collector.fleet.identity);
  expect(found).toMatchObject({
    command_id: id,
    package_id: toHex(manifest.packageId),
    collector: { name: "livetriage-sensor" },
  });
  expect(found.phases["proc-tree"]?.status).toMatch(/complete|partial/);
  await collector.status(session, id, CommandState.DONE);
  expect(sensor.lines.map(({ event }) => event)).toEqual(["started", "connected", "collecting", "delivered"]);
});
