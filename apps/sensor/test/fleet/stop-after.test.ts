import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { RolloutSchema, TargetsSchema, toHex } from "@livetriage/proto-types";
import type { Clock } from "@livetriage/triage-core";
import { systemClock } from "@livetriage/triage-core/host";
import { expect, onTestFinished, test } from "vitest";
import { type Asked, fakeCollectingSide } from "./fake-collecting-side.ts";
import { type RealFleet, realFleet } from "./real-fleet.ts";
import { testSensor } from "./test-sensor.ts";
import { until } from "./until.ts";

const MINUTE_MS = 60_000;
const UNTIL_THE_END = new Promise<never>(() => undefined);

/** The machine's, as far ahead as the test says. */
function movableClock(): Clock & { advance(ms: number): void } {
  let aheadNs = 0n;
  return {
    wallNs: () => systemClock.wallNs() + aheadNs,
    monotonicNs: () => systemClock.monotonicNs(),
    advance: (ms) => {
      aheadNs += BigInt(ms) * 1_000_000n;
    },
  };
}

type Collects = (attempt: number) => Promise<never> | null;

/** A real sensor whose collections go as `collects` says. */
async function sensorOf(fleet: RealFleet, name: string, collects: Collects) {
  const home = join(fleet.dir, name);
  mkdirSync(home);
  const sensor = await testSensor(home, await fleet.joinFile(1));
  const asked: Asked[] = [];
  const side = await fakeCollectingSide(sensor.socket, (each) => {
    asked.push(each);
    return collects(each.attempt);
  });
  const ends = new AbortController();
  let running = Promise.resolve();
  const leave = async () => {
    ends.abort();
    await running;
  };
  onTestFinished(async () => {
    await leave();
    await side();
  });
  const come = () => {
    running = sensor.run(() => fleet.collector.port, ends.signal);
  };
  return { sensorId: sensor.sensorId, asked, come, leave };
}

/** A run over two sensors, a command each, of which only the first is here when it begins. */
async function begunRun(collects: Collects) {
  const clock = movableClock();
  const fleet = await realFleet({ expireEveryMs: 100 }, clock);
  onTestFinished(() => fleet.close());
  const first = await sensorOf(fleet, "first", collects);
  const second = await sensorOf(fleet, "second", () => UNTIL_THE_END);
  first.come();
  await until("the first session", () => fleet.collector.metrics().includes("sessions 1\n"));
  const { operator, second: other, command } = fleet.signers;
  const rollout = create(RolloutSchema, { canaryCount: 1, settleSeconds: 1, stopAfterPermille: 20, commandCount: 2 });
  const runId = Buffer.from("00112233445566778899aabbccddeeff", "hex");
  const inMinutes = (minutes: number) => BigInt(Date.now() + minutes * MINUTE_MS);
  for (const [{ sensorId }, minutes] of [
    [first, 10],
    [second, 60],
  ] as const) {
    const targets = create(TargetsSchema, { sensorIds: [sensorId] });
    const { document } = command({ runId, rollout, targets, expiresAtMs: inMinutes(minutes) }, operator, other);
    await fleet.operator.submit({ command: document });
  }
  await until("the first collection", () => first.asked.length > 0);
  const whyPaused = async (): Promise<string> => {
    for await (const { run } of fleet.operator.listRuns({})) {
      if (run?.pause !== undefined && toHex(run.runId) === runId.toString("hex")) return run.pause.reason;
    }
    return "not paused";
  };
  return { clock, fleet, first, second, whyPaused };
}

type Begun = Awaited<ReturnType<typeof begunRun>>;

test.each<[string, Collects, (begun: Begun) => unknown]>([
  [
    "silent",
    () => UNTIL_THE_END,
    async ({ first, fleet, clock }) => {
      await first.leave();
      await until("no session", () => fleet.collector.metrics().includes("sessions 0\n"));
      clock.advance(MINUTE_MS);
    },
  ],
  ["crashed", (attempt) => (attempt === 1 ? null : UNTIL_THE_END), () => undefined],
  ["lost", () => UNTIL_THE_END, ({ clock }) => clock.advance(10 * MINUTE_MS)],
])(
  "a run of which a sensor is %s pauses itself, and the next sensor begins nothing",
  async (word, collects, happen) => {
    const begun = await begunRun(collects);
    await happen(begun);
    begun.second.come();
    const reason = `1 of the 1 that have begun failed: 1 ${word}`;
    await expect.poll(begun.whyPaused, { timeout: 60_000 }).toBe(reason);
    expect(begun.second.asked).toEqual([]);
  },
  120_000,
);
