import { create } from "@bufbuild/protobuf";
import { ConnectError } from "@connectrpc/connect";
import { ListSensorsRequestSchema } from "@livetriage/proto-types";
import { testClock } from "@livetriage/triage-core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Collector } from "../src/collector.ts";
import { isArchived } from "../src/enrollment/is-archived.ts";
import { listSensors } from "../src/operator/list-sensors.ts";
import type { SensorRecord } from "../src/storage/storage-engine.ts";
import { enrollWith, type RunningFleet, startFleet } from "./running-fleet.ts";

let fleet: RunningFleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const tokenFor = async (...networks: string[]) =>
  (await fleet.operatorClient().createJoinToken({ uses: 1, ttlSeconds: 60, networks })).token;

describe("a join token for networks", () => {
  test("is good for a host of one of them", async () => {
    const token = await tokenFor("10.0.0.0/8", "127.0.0.0/8");
    expect((await enrollWith(fleet.transport(), token)).sensorId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("is not for others, who use nothing up and are written down", async () => {
    const token = await tokenFor("10.0.0.0/8", "fd00::/8");
    for (let times = 0; times < 2; times += 1) {
      const refused = await enrollWith(fleet.transport(), token).catch(ConnectError.from);
      expect(refused).toMatchObject({ rawMessage: "the join token is for hosts of other networks" });
    }
    const told = (await fleet.audit()).filter(({ event }) => event === "refuse").at(-1);
    expect(told).toMatchObject({ reason: "the join token is for hosts of other networks", address: "127.0.0.1" });
  });

  test.each([["10.0.0.0"], ["10.0.0.0/33"], ["everywhere"]])("%s is none", async (network) => {
    await expect(tokenFor(network)).rejects.toThrow(`not a network such as 10.0.0.0/8: ${network}`);
  });
});

describe("a sensor that was silent for 90 days is archived", () => {
  const DAY_MS = 86_400_000;
  const NOW_MS = 1_795_435_200_000;
  const sensor = (enrolledDays: number) =>
    ({ enrolledAtMs: NOW_MS - enrolledDays * DAY_MS, certificateExpiresAtMs: 0 }) as SensorRecord;

  test.each<[string, number, number | undefined, boolean]>([
    ["seen today", 400, 0, false],
    ["seen 90 days ago", 400, 90, false],
    ["seen 91 days ago", 400, 91, true],
    ["never seen, enrolled today", 0, undefined, false],
    ["never seen, enrolled 91 days ago", 91, undefined, true],
  ])("%s", (_, enrolledDays, seenDays, archived) => {
    const seen = seenDays === undefined ? {} : { lastSeenMs: NOW_MS - seenDays * DAY_MS };
    expect(isArchived({ ...sensor(enrolledDays), ...seen }, NOW_MS)).toBe(archived);
  });

  test("and listed only when all are asked for", async () => {
    async function* sensors() {
      yield { ...sensor(91), sensorId: "silent", labels: [] };
      yield { ...sensor(1), sensorId: "new", labels: [] };
    }
    const clock = testClock(BigInt(NOW_MS) * 1_000_000n);
    const collector = { storage: { sensors }, sessions: new Map(), clock } as unknown as Collector;
    const listed = async (all: boolean) => {
      const found = [];
      const request = create(ListSensorsRequestSchema, { all });
      for await (const { sensorId, archived } of listSensors(collector)(request)) found.push([sensorId, archived]);
      return found;
    };
    expect(await listed(false)).toEqual([["new", false]]);
    expect(await listed(true)).toEqual([
      ["silent", true],
      ["new", false],
    ]);
  });
});
