import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Code, ConnectError, type Transport } from "@connectrpc/connect";
import { decodeManifest, TargetState } from "@livetriage/proto-types";
import { expect, onTestFinished, test } from "vitest";
import type { Connection } from "../../src/channel/connection.ts";
import { fakeCollectingSide } from "./fake-collecting-side.ts";
import { realFleet } from "./real-fleet.ts";
import { testSensor } from "./test-sensor.ts";

/** Lets the commit through and dies before anybody hears the answer. */
function dyingAtTheAck({ transport, ...connection }: Connection, die: () => void): Connection {
  const unary: Transport["unary"] = async (...call) => {
    const answer = await transport.unary(...call);
    if (call[0].name !== "CommitUpload") return answer;
    die();
    throw new ConnectError("killed between commit and ack", Code.Unavailable);
  };
  return { transport: { ...transport, unary, stream: transport.stream.bind(transport) }, ...connection };
}

test("a sensor that dies between commit and ack: one package, of the first attempt", async () => {
  const fleet = await realFleet();
  onTestFinished(() => fleet.close());
  const home = join(fleet.dir, "sensor");
  mkdirSync(home);
  const sensor = await testSensor(home, await fleet.joinFile(1));
  const attempts: number[] = [];
  const closeSide = await fakeCollectingSide(sensor.socket, ({ attempt }) => {
    attempts.push(attempt);
    return Buffer.from(`{"attempt":${attempt}}\n`);
  });
  onTestFinished(closeSide);
  const { commandId } = await fleet.submit(sensor.sensorId);

  const first = new AbortController();
  await sensor.run(
    () => fleet.collector.port,
    first.signal,
    (connection) => dyingAtTheAck(connection, () => first.abort()),
  );
  const second = new AbortController();
  const again = sensor.run(() => fleet.collector.port, second.signal);

  let last = TargetState.UNSPECIFIED;
  for await (const { state } of fleet.operator.watchRun({ commandId })) last = state;
  expect(last).toBe(TargetState.DONE);
  for await (const { part } of fleet.operator.fetchPackage({ commandId, sensorId: sensor.sensorId })) {
    if (part.case !== "head") continue;
    const manifest = decodeManifest(part.value.manifest?.payload ?? new Uint8Array());
    expect(manifest).toMatchObject({ ok: true, value: { attempt: 1 } });
  }
  expect(attempts).toEqual([1]);
  expect(fleet.collector.metrics()).toMatch(/packages_total 1\n/);
  second.abort();
  await again;
});
