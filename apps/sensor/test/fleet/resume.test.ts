import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { MAX_CHUNK_BYTES, TargetState, unsealSegments } from "@livetriage/proto-types";
import { expect, onTestFinished, test } from "vitest";
import { fakeCollectingSide } from "./fake-collecting-side.ts";
import { faultProxy } from "./fault-proxy.ts";
import { PATIENT } from "./histories.ts";
import { type RealFleet, realFleet } from "./real-fleet.ts";
import { seeded } from "./seeded.ts";
import { testSensor } from "./test-sensor.ts";
import { WatchedUpload } from "./watched-upload.ts";

const CHUNKS = 6;
const plain = seeded(1).bytes(CHUNKS * MAX_CHUNK_BYTES - 20_000); // nothing compresses it
const boundaries = Array.from({ length: CHUNKS }, (_, i) => i * MAX_CHUNK_BYTES);
const cuts = boundaries.flatMap((at) => [at - 1, at, at + 1]).filter((at) => at >= 0);

/** With a window of one chunk nothing else is on the wire: the cut is where it should be, but for framing. */
const WINDOW_BYTES = 1_048_576;

test("an upload that is cut at each chunk's boundary, and a byte to both sides, sends one window again at most", async () => {
  const fleet = await realFleet({ ...PATIENT, windowBytes: WINDOW_BYTES });
  const home = join(fleet.dir, "sensor");
  mkdirSync(home);
  const sensor = await testSensor(home, await fleet.joinFile(1));
  const proxy = await faultProxy(fleet.collector.port);
  const closeSide = await fakeCollectingSide(sensor.socket, () => plain);
  onTestFinished(() => Promise.all([closeSide(), proxy.close()]).then(() => fleet.close()));
  for (const cutAt of cuts) {
    const { commandId } = await fleet.submit(sensor.sensorId);
    const upload = new WatchedUpload(proxy, cutAt);
    const ends = new AbortController();
    const running = sensor.run(() => proxy.port, ends.signal, upload.through);
    let last = TargetState.UNSPECIFIED;
    for await (const { state } of fleet.operator.watchRun({ commandId })) last = state;
    ends.abort();
    await running;
    const sealed = await sealedOf(fleet, commandId, sensor.sensorId);
    const [, resumedAt = -1] = upload.begins;
    expect({ cutAt, last, streams: upload.begins.length }).toEqual({ cutAt, last: TargetState.DONE, streams: 2 });
    expect(upload.sent - sealed.length).toBeLessThanOrEqual(WINDOW_BYTES);
    expect(resumedAt).toBeGreaterThanOrEqual(Math.max(upload.acknowledged, cutAt - WINDOW_BYTES));
    expect((await unsealed(sealed, fleet.identity)).equals(plain)).toBe(true);
  }
});

async function sealedOf({ operator }: RealFleet, commandId: Uint8Array, sensorId: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const { part } of operator.fetchPackage({ commandId, sensorId })) {
    if (part.case === "sealed") parts.push(part.value);
  }
  return Buffer.concat(parts);
}

async function unsealed(sealed: Uint8Array, identity: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of unsealSegments([sealed], [identity], { plainBytes: plain.length })) parts.push(part);
  return Buffer.concat(parts);
}
