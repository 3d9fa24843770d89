import { CommandState, toHex } from "@livetriage/proto-types";
import { expect, test } from "vitest";
import { enrolledHost } from "./kit/enrolled-host.ts";
import { documentOf } from "./kit/unseal.ts";

const { collector, host } = await enrolledHost();
const sensor = host.start();

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
