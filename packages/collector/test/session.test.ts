import { randomBytes } from "node:crypto";
import { Code, ConnectError } from "@connectrpc/connect";
import { CommandKind, CommandState, RefusalReason, SensorStanding, TargetState } from "@livetriage/proto-types";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { FileSeries } from "../src/storage/file-series.ts";
import { StorageFull } from "../src/storage/storage-errors.ts";
import { signedCommand } from "./commands.ts";
import { TestSession } from "./open-session.ts";
import { type RunningFleet, startFleet, type TestSensor } from "./running-fleet.ts";

let fleet: RunningFleet;
beforeAll(async () => {
  fleet = await startFleet({ pushAgainMs: 200, expireEveryMs: 100, helloMs: 1000, drainMs: 200 });
});
afterAll(() => fleet.stop());

async function begin(sensor: TestSensor, nonce: Uint8Array = new Uint8Array()) {
  const session = new TestSession(fleet.sensorClient(sensor));
  session.hello(nonce);
  const { sessionNonce } = await session.next("welcome");
  return { session, nonce: sessionNonce };
}

async function finalStates(commandId: Uint8Array) {
  const last = new Map<string, { state: TargetState; reason: RefusalReason }>();
  for await (const { sensorId, state, reason } of fleet.operatorClient().watchRun({ commandId })) {
    if (sensorId !== "") last.set(sensorId, { state, reason }); // else it tells of the run as a whole
  }
  return [...last.values()];
}

const submit = (sensor: TestSensor, more = {}) => {
  const command = signedCommand(fleet.operator.signingKey, [sensor.sensorId], more);
  return fleet
    .operatorClient()
    .submit({ command: command.document })
    .then(() => command);
};

/** What is written from now on finds no room, until the answer is called or the test ends. */
function fillDisk(): () => void {
  const append = vi
    .spyOn(FileSeries.prototype, "append")
    .mockRejectedValue(new StorageFull("database or disk is full"));
  onTestFinished(() => append.mockRestore());
  return () => append.mockRestore();
}

describe("who a session belongs to", () => {
  test("the nonce that was told is shown; the one before it will do, for its Welcome may have been lost", async () => {
    const sensor = await fleet.enroll();
    const first = await begin(sensor);
    await begin(sensor, first.nonce);
    const third = await begin(sensor, first.nonce);
    const { document } = await submit(sensor);
    expect((await third.session.next("command")).payload).toEqual(document.payload);
  });

  test("a copy of a host is noticed when both have been here: neither gets a command", async () => {
    const sensor = await fleet.enroll();
    const original = await begin(sensor);
    const both = original.nonce;
    const renewed = await begin(sensor, both);
    await begin(sensor, both); // the copy, which has what the original had when it was copied
    const back = await begin(sensor, renewed.nonce);
    const operator = fleet.operatorClient();
    for await (const { sensorId, standing } of operator.listSensors({})) {
      if (sensorId === sensor.sensorId) expect(standing).toBe(SensorStanding.QUARANTINED);
    }
    expect((await fleet.audit()).some((e) => e.event === "quarantine" && e["sensor_id"] === sensor.sensorId)).toBe(
      true,
    );
    await submit(sensor);
    back.session.close();
    await expect(back.session.next("command")).rejects.toThrow("ended before a command");
    const refused = await fleet.sensorClient(sensor).openUpload({}).catch(ConnectError.from);
    expect(refused).toMatchObject({ code: Code.PermissionDenied, rawMessage: "this sensor is under quarantine" });
  });

  test("the newer session takes the place of the older", async () => {
    const sensor = await fleet.enroll();
    const { session, nonce } = await begin(sensor);
    await begin(sensor, nonce);
    await expect(session.ended()).rejects.toMatchObject({ code: Code.Aborted });
  });

  test("a revoked sensor that is trusted again may come back", async () => {
    const sensor = await fleet.enroll();
    const { sensorId } = sensor;
    await fleet.operatorClient().setStanding({ sensorId, standing: SensorStanding.REVOKED });
    await expect(begin(sensor)).rejects.toThrow("revoked");
    await fleet.operatorClient().setStanding({ sensorId, standing: SensorStanding.TRUSTED });
    await begin(sensor);
  });
});

describe("a command", () => {
  test("comes again until there is a receipt, then no more", async () => {
    const sensor = await fleet.enroll();
    const { session } = await begin(sensor);
    const { commandId } = await submit(sensor);
    await session.next("command");
    await session.next("command");
    session.say({ case: "receipt", value: { commandId } });
    session.say({ case: "status", value: { commandId, state: CommandState.REFUSED, reason: RefusalReason.RATE } });
    expect(await finalStates(commandId)).toEqual([{ state: TargetState.REFUSED, reason: RefusalReason.RATE }]);
  });

  test("waits for a sensor that is away, and comes again to one that had taken it", async () => {
    const sensor = await fleet.enroll();
    const { commandId, document } = await submit(sensor);
    const first = await begin(sensor);
    expect((await first.session.next("command")).payload).toEqual(document.payload);
    first.session.say({ case: "receipt", value: { commandId } });
    first.session.drop();
    const second = await begin(sensor, first.nonce);
    expect((await second.session.next("command")).payload).toEqual(document.payload);
  });

  test("that the host refused after a crash is run again after a retry", async () => {
    const sensor = await fleet.enroll();
    const { session } = await begin(sensor);
    const { commandId, document } = await submit(sensor);
    const refused = { commandId, state: CommandState.REFUSED, reason: RefusalReason.CRASHED } as const;
    await session.next("command");
    session.say({ case: "status", value: refused });
    expect(await finalStates(commandId)).toEqual([{ state: TargetState.REFUSED, reason: RefusalReason.CRASHED }]);
    const retry = await submit(sensor, { kind: CommandKind.RETRY, refersTo: commandId, recipients: [] });
    expect((await session.next("command")).payload).toEqual(retry.document.payload);
    session.say({ case: "status", value: { commandId: retry.commandId, state: CommandState.DONE } });
    expect((await session.next("command")).payload).toEqual(document.payload);
    expect(await finalStates(retry.commandId)).toEqual([
      { state: TargetState.DONE, reason: RefusalReason.UNSPECIFIED },
    ]);
  });

  test("that nobody took in time has expired; one that was taken is lost", async () => {
    const [away, silent] = [await fleet.enroll(), await fleet.enroll()];
    const { session } = await begin(silent);
    const past = { notBeforeMs: BigInt(Date.now() - 60_000), expiresAtMs: BigInt(Date.now() - 1) }; // clocks differ
    const missed = await submit(away, past);
    expect((await finalStates(missed.commandId)).map(({ state }) => state)).toEqual([TargetState.EXPIRED]);

    const soon = BigInt(Date.now() + 1000);
    const taken = await submit(silent, { expiresAtMs: soon });
    await session.next("command");
    session.say({ case: "receipt", value: { commandId: taken.commandId } });
    expect((await finalStates(taken.commandId)).map(({ state }) => state)).toEqual([TargetState.LOST]);
  });

  test("that is handed in twice is one command", async () => {
    const sensor = await fleet.enroll();
    const { document } = await submit(sensor);
    await fleet.operatorClient().submit({ command: document });
    const { session } = await begin(sensor);
    await session.next("command");
    let runs = 0;
    for await (const run of fleet.operatorClient().listRuns({}))
      runs += run.command?.payload.join() === document.payload.join() ? 1 : 0;
    expect(runs).toBe(1);
  });

  test.each<[string, object, RegExp]>([
    ["for another fleet", { fleetId: "other" }, /fleet other/],
    ["that has expired", { notBeforeMs: 1n, expiresAtMs: 2n }, /expired/],
    ["that is not valid yet", { notBeforeMs: BigInt(Date.now() + 3_600_000) }, /not valid yet|longer/],
    ["by nobody of the policy", { operator: "mallory" }, /operator/],
  ])("%s is not taken, and the audit log says why", async (_, more, problem) => {
    const sensor = await fleet.enroll();
    await expect(submit(sensor, { expiresAtMs: BigInt(Date.now() + 7_200_000), ...more })).rejects.toThrow(problem);
    const refusal = (await fleet.audit()).findLast(({ event }) => event === "refuse");
    expect(refusal).toMatchObject({ operator: "anna", call: "Submit" });
  });
});

describe("frames", () => {
  test("no Hello in time", async () => {
    const session = new TestSession(fleet.sensorClient(await fleet.enroll()));
    await expect(session.ended()).rejects.toMatchObject({ code: Code.DeadlineExceeded });
  });

  test("a version that is not spoken here", async () => {
    const session = new TestSession(fleet.sensorClient(await fleet.enroll()));
    session.say({ case: "hello", value: { protoMin: 2, protoMax: 3 } });
    await expect(session.ended()).rejects.toMatchObject({ code: Code.InvalidArgument });
  });

  test("a session that the disk has no room for says so in the words of every call", async () => {
    const sensor = await fleet.enroll();
    const { session } = await begin(sensor);
    const { commandId } = await submit(sensor);
    await session.next("command");
    fillDisk();
    session.say({ case: "receipt", value: { commandId } });
    await expect(session.ended()).rejects.toMatchObject({
      code: Code.ResourceExhausted,
      rawMessage: "the Collector has no room",
    });
    expect(fleet.log.join()).toContain('"event":"a session failed","error":"StorageFull: database or disk is full"');
  });

  test("a command that is sent again while the disk is full: the log tells, and all goes on when there is room", async () => {
    const sensor = await fleet.enroll();
    const { session } = await begin(sensor);
    const { commandId } = await submit(sensor);
    await session.next("command");
    const makeRoom = fillDisk();
    await session.next("command");
    await vi.waitFor(() => expect(fleet.log.join()).toContain('"event":"a push was not audited"'));
    makeRoom();
    session.say({ case: "receipt", value: { commandId } });
    session.say({ case: "status", value: { commandId, state: CommandState.REFUSED, reason: RefusalReason.RATE } });
    expect(await finalStates(commandId)).toMatchObject([{ state: TargetState.REFUSED }]);
  });

  test("a number out of order", async () => {
    const { session } = await begin(await fleet.enroll());
    session.say({ case: "heartbeat", value: {} }, 7n);
    await expect(session.ended()).rejects.toThrow("frame 2 has seq 7");
  });

  test("a package that the sensor thinks delivered and that is not here", async () => {
    const session = new TestSession(fleet.sensorClient(await fleet.enroll()));
    const lost = randomBytes(16);
    session.hello(new Uint8Array(), { residentPackages: [lost] });
    expect((await session.next("missing")).packageId).toEqual(Uint8Array.from(lost));
  });

  test("a sign of life is remembered", async () => {
    const sensor = await fleet.enroll();
    const { session } = await begin(sensor);
    session.say({ case: "heartbeat", value: { collecting: true } });
    session.say({ case: "bye", value: {} });
    await session.ended();
    for await (const { sensorId, connected, lastSeenMs, build } of fleet.operatorClient().listSensors({})) {
      if (sensorId !== sensor.sensorId) continue;
      expect({ connected, build }).toEqual({ connected: false, build: "test" });
      expect(Number(lastSeenMs)).toBeGreaterThan(Date.now() - 60_000);
    }
  });
});

test("a Collector that goes tells its sensors to come back, and knows them when it is back", async () => {
  const sensor = await fleet.enroll();
  const { session, nonce } = await begin(sensor);
  const told = session.next("drain");
  await fleet.restart();
  expect(await told).toMatchObject({ afterMsMax: 200 });
  const quarantines = async () =>
    (await fleet.audit()).filter((entry) => entry.event === "quarantine" && entry["sensor_id"] === sensor.sensorId);
  await begin(sensor, nonce);
  expect(await quarantines()).toEqual([]);
  await begin(sensor, randomBytes(16));
  expect(await quarantines()).toHaveLength(1);
});
