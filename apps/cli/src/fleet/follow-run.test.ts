import { Code, ConnectError, type ServiceImpl } from "@connectrpc/connect";
import { type OperatorService, RefusalReason, TargetState } from "@livetriage/proto-types";
import { describe, expect, test } from "vitest";
import { sampleSensor } from "../testing/sample-sensor.ts";
import { testIo } from "../testing/test-io.ts";
import { testSession } from "../testing/test-session.ts";
import { followRun } from "./follow-run.ts";

type Watch = ServiceImpl<typeof OperatorService>["watchRun"];

const { PENDING, RUNNING, DONE, REFUSED, LOST } = TargetState;
const sensors = [sampleSensor("s1", "web-1"), sampleSensor("s2", "db\u001b[2J")];
const at = (sensorId: string, state: TargetState, more = {}) => ({
  sensorId,
  state,
  atMs: 1_795_000_000_000n,
  ...more,
});

async function follow(watchRun: Watch, terminal = false) {
  const io = testIo({ terminal });
  const code = await followRun(await testSession({ watchRun }), new Uint8Array(16), sensors, io.stdout, io);
  return { code, out: io.out() };
}

describe("the exit code", () => {
  test.each<[number, [TargetState, TargetState]]>([
    [0, [DONE, DONE]],
    [3, [DONE, REFUSED]],
    [2, [REFUSED, LOST]],
  ])("is %i for %j", async (code, [one, other]) => {
    const run = await follow(async function* () {
      yield at("s1", one);
      yield at("s2", other);
    });
    expect(run.code).toBe(code);
  });
});

test("in a pipe each change is a line, and what hosts call themselves is escaped", async () => {
  const { out } = await follow(async function* () {
    yield at("s1", PENDING);
    yield at("s1", RUNNING, { attempt: 2 });
    yield at("s1", RUNNING, { attempt: 2, sealedBytes: 4096n });
    yield at("s1", DONE, { attempt: 2, sealedBytes: 4096n });
    yield at("s2", REFUSED, { reason: RefusalReason.CRASHED });
  });
  expect(out.replaceAll("2026-11-18 11:06:40Z", "T")).toBe(
    [
      "T  web-1  pending",
      "T  web-1  running attempt 2",
      "T  web-1  running attempt 2 4.0 KiB",
      "T  web-1  done attempt 2 4.0 KiB",
      "T  db\\e[2J  REFUSED_CRASHED",
      "",
    ].join("\n"),
  );
});

test("on a terminal a table is drawn over the last one", async () => {
  const { out } = await follow(async function* () {
    yield at("s1", RUNNING);
    yield at("s1", DONE);
  }, true);
  const [first, second] = out.split("\u001b[3A\r\u001b[J");
  expect(first).toContain("1 host: 1 running");
  expect(second).toContain("1 host: 1 done");
});

test("a connection that breaks is taken up again, and nothing is told twice", async () => {
  let calls = 0;
  const { code, out } = await follow(async function* () {
    calls++;
    yield at("s1", RUNNING);
    if (calls < 3) throw new ConnectError("gone", Code.Unavailable);
    yield at("s1", DONE);
  });
  expect([code, calls, out.match(/running/g)?.length]).toEqual([0, 3, 1]);
});

test("a refusal of the Collector ends it", async () => {
  const refused = follow(async function* () {
    yield at("s1", RUNNING);
    throw new ConnectError("who are you", Code.PermissionDenied);
  });
  await expect(refused).rejects.toThrow("who are you");
});
