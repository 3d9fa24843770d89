import { CommandState, RefusalReason, TargetState } from "@livetriage/proto-types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signedCommand } from "./commands.ts";
import { TestSession } from "./open-session.ts";
import { type RunningFleet, startFleet, type TestSensor } from "./running-fleet.ts";

let fleet: RunningFleet;
let sensor: TestSensor;
let session: TestSession;
beforeAll(async () => {
  fleet = await startFleet();
  sensor = await fleet.enroll();
  session = new TestSession(fleet.sensorClient(sensor));
  session.hello();
  await session.next("welcome");
});
afterAll(() => fleet.stop());

const REASONS = Object.values(RefusalReason).filter((reason) => typeof reason === "number");

test.each(REASONS.map((reason): [string, RefusalReason] => [RefusalReason[reason] ?? "", reason]))(
  "a sensor that refuses as %s: the run ends so, and the audit log says so",
  async (word, reason) => {
    const { commandId, id, document } = signedCommand(fleet.operator.signingKey, [sensor.sensorId]);
    await fleet.operatorClient().submit({ command: document });
    await session.next("command");
    session.say({ case: "status", value: { commandId, state: CommandState.REFUSED, reason } });
    const last = { state: TargetState.UNSPECIFIED, reason: -1 };
    for await (const { sensorId, state, reason: told } of fleet.operatorClient().watchRun({ commandId })) {
      if (sensorId === sensor.sensorId) Object.assign(last, { state, reason: told });
    }
    expect(last).toEqual({ state: TargetState.REFUSED, reason });
    const entry = () =>
      fleet.audit().then((all) => all.find((one) => one.event === "refused" && one["command_id"] === id));
    await expect.poll(entry).toMatchObject({ sensor_id: sensor.sensorId, reason: word });
  },
);
