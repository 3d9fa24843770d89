import { randomBytes } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { type Client, Code, ConnectError } from "@connectrpc/connect";
import { type Chunk, ChunkSchema, CommitOutcome, type SensorChannelService } from "@livetriage/proto-types";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signedCommand } from "./commands.ts";
import { TestSession } from "./open-session.ts";
import { type RunningFleet, startFleet, type TestSensor } from "./running-fleet.ts";
import { chunksOf, firstChunk, manifestOf, put, sha256, type TestPackage } from "./upload.ts";

let fleet: RunningFleet;
beforeAll(async () => {
  fleet = await startFleet({ uploads: 3, grantTtlMs: 1000 });
});
afterAll(() => fleet.stop());

/** A sensor with a session, a command, and a grant for its package. */
async function granted(bytes = 300_000, attempt = 1) {
  const sensor = await fleet.enroll();
  const { commandId, document } = signedCommand(fleet.operator.signingKey, [sensor.sensorId]);
  await fleet.operatorClient().submit({ command: document });
  const session = new TestSession(fleet.sensorClient(sensor));
  session.hello();
  await session.next("command");
  const pack: TestPackage = { packageId: randomBytes(16), commandId, attempt, sealed: randomBytes(bytes) };
  const upload = { sensor, session, pack, client: fleet.sensorClient(sensor) };
  await offer(upload);
  return upload;
}

async function offer({ session, pack }: { session: TestSession; pack: TestPackage }) {
  const { packageId, commandId } = pack;
  session.say({ case: "offer", value: { packageId, commandId } });
  await session.next("grant");
}

const open = (client: Client<typeof SensorChannelService>, { packageId, commandId, attempt }: TestPackage) =>
  client.openUpload({ packageId, commandId, attempt });

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail("the call was answered"),
    (error: unknown) => ConnectError.from(error),
  );

async function finish(client: Client<typeof SensorChannelService>, sensor: TestSensor, pack: TestPackage) {
  return client.commitUpload({ packageId: pack.packageId, manifest: manifestOf(pack, sensor) });
}

test("goes on where it was cut, and a chunk that comes again is no harm", async () => {
  const { client, pack, sensor } = await granted();
  await open(client, pack);
  const chunks = chunksOf(pack);
  expect(await put(client, chunks.slice(0, 1))).toBe(262_144);
  expect((await finish(client, sensor, pack)).outcome).toBe(CommitOutcome.MISSING);
  expect((await open(client, pack)).committedOffset).toBe(262_144n);
  expect(await put(client, chunks)).toBe(300_000);
  expect((await finish(client, sensor, pack)).outcome).toBe(CommitOutcome.COMMITTED);
  expect((await open(client, pack)).committed).toBe(true);
});

test("a Collector that was started anew goes on too", async () => {
  const before = await granted();
  await open(before.client, before.pack);
  await put(before.client, chunksOf(before.pack).slice(0, 1));
  await fleet.restart();
  const session = new TestSession(fleet.sensorClient(before.sensor));
  session.hello();
  await session.next("welcome");
  const client = fleet.sensorClient(before.sensor);
  expect((await refusal(open(client, before.pack))).code).toBe(Code.ResourceExhausted);
  await offer({ session, pack: before.pack });
  expect((await open(client, before.pack)).committedOffset).toBe(262_144n);
  await put(client, chunksOf(before.pack, 262_144));
  expect((await finish(client, before.sensor, before.pack)).outcome).toBe(CommitOutcome.COMMITTED);
});

test("the attempt that is whole first is the package; another is told so", async () => {
  const { client, session, pack, sensor } = await granted();
  await open(client, pack);
  await put(client, chunksOf(pack));
  const second = { ...pack, packageId: randomBytes(16), attempt: 2, sealed: randomBytes(1000) };
  await offer({ session, pack: second });
  await open(client, second);
  await put(client, chunksOf(second));
  expect((await finish(client, sensor, pack)).outcome).toBe(CommitOutcome.COMMITTED);
  expect((await finish(client, sensor, second)).outcome).toBe(CommitOutcome.SUPERSEDED);
  expect((await refusal(open(client, { ...second, packageId: randomBytes(16), attempt: 3 }))).code).toBe(
    Code.AlreadyExists,
  );
});

test("what came of a package can be fetched though the rest never comes", async () => {
  const { client, pack, sensor } = await granted();
  await open(client, pack);
  await put(client, chunksOf(pack).slice(0, 1));
  let bytes = 0;
  const wanted = { commandId: pack.commandId, sensorId: sensor.sensorId };
  for await (const { part } of fleet.operatorClient().fetchPackage(wanted)) {
    if (part.case === "head") expect(part.value.manifest).toBeUndefined();
    if (part.case === "sealed") bytes += part.value.length;
  }
  expect(bytes).toBe(262_144);
});

describe("T10: slow peers", () => {
  test("a place is taken from one who is slow when another waits, and he goes on later", async () => {
    const stop = new AbortController();
    const slowOnes = [await granted(), await granted(), await granted()];
    const slow = slowOnes.map(async ({ client, pack }) => {
      await open(client, pack);
      async function* oneChunkThenNothing(signal: Promise<void>) {
        yield { chunk: firstChunk(pack) };
        await signal;
      }
      const never = Promise.withResolvers<void>();
      const call = client.putChunks(oneChunkThenNothing(never.promise), { signal: stop.signal });
      const acks = call[Symbol.asyncIterator]();
      await acks.next();
      return refusal(acks.next()).finally(() => never.resolve());
    });
    const before = Date.now();
    const quick = await granted(); // waits for its grant until a slow one has had its time
    expect(Date.now() - before).toBeLessThan(10_000);
    expect((await Promise.race(slow)).code).toBe(Code.Aborted);
    await open(quick.client, quick.pack);
    await put(quick.client, chunksOf(quick.pack));
    expect((await finish(quick.client, quick.sensor, quick.pack)).outcome).toBe(CommitOutcome.COMMITTED);
    stop.abort();
    expect((await Promise.all(slow)).map(({ code }) => code)).toContain(Code.Aborted);
  });
});

describe("T14: a sensor that lies", () => {
  const bad = (pack: TestPackage, more: object): Chunk => create(ChunkSchema, { ...firstChunk(pack), ...more });
  let liar: Awaited<ReturnType<typeof granted>>;
  beforeAll(async () => {
    liar = await granted();
  });
  const big = new Uint8Array(262_145);

  test("a package in chunks of one byte: refused when there are more than any needs, however often it begins anew", async () => {
    const { client, pack } = await granted(600);
    await open(client, pack);
    const chunks = chunksOf(pack, 0, 1);
    expect(await put(client, chunks.slice(0, 200))).toBe(200);
    const error = await refusal(put(client, chunks.slice(200)));
    expect(error).toMatchObject({ code: Code.ResourceExhausted, rawMessage: "too many small chunks" });
    expect((await open(client, pack)).committedOffset).toBe(256n);
    expect((await fleet.audit()).findLast(({ event }) => event === "refuse")).toMatchObject({
      call: "PutChunks",
      reason: "too many small chunks",
    });
  });

  test.each<[string, (pack: TestPackage) => Chunk, Code]>([
    ["another package's chunk", (p) => bad(p, { packageId: randomBytes(16) }), Code.NotFound],
    ["an id that is a path", (p) => bad(p, { packageId: Buffer.from("../../../../etc/") }), Code.NotFound],
    ["an id of 15 bytes", (p) => bad(p, { packageId: randomBytes(15) }), Code.InvalidArgument],
    ["a chunk behind a gap", (p) => bad(p, { offset: 1n }), Code.OutOfRange],
    ["offset 2^63", (p) => bad(p, { offset: 2n ** 63n }), Code.OutOfRange],
    ["offset 2^64 - 1", (p) => bad(p, { offset: 2n ** 64n - 1n }), Code.OutOfRange],
    ["an offset past what a package may have", (p) => bad(p, { offset: 64n * 1_048_576n }), Code.OutOfRange],
    [
      "an empty chunk",
      (p) => bad(p, { sealed: new Uint8Array(), sha256: sha256(new Uint8Array()) }),
      Code.InvalidArgument,
    ],
    ["a chunk of 256 KiB and a byte", (p) => bad(p, { sealed: big, sha256: sha256(big) }), Code.InvalidArgument],
    ["a chunk that is not what its digest says", (p) => bad(p, { sha256: sha256(big) }), Code.InvalidArgument],
  ])("%s", async (_, chunkOf, code) => {
    const { client, pack } = liar;
    await open(client, pack);
    expect((await refusal(put(client, [chunkOf(pack)]))).code).toBe(code);
    expect((await open(client, pack)).committedOffset).toBe(0n);
  });
});
