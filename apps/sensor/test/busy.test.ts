import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { type Command, CommandSchema, CommandState, decodeCommand, RefusalReason } from "@livetriage/proto-types";
import { testClock } from "@livetriage/triage-core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AnchoredClock } from "../src/channel/anchored-clock.ts";
import { Jobs } from "../src/channel/jobs.ts";
import type { SensorParts } from "../src/channel/sensor-parts.ts";
import { Spool } from "../src/channel/spool.ts";
import { Memory } from "../src/config/memory.ts";
import { sensorConfigSchema } from "../src/config/sensor-config.ts";
import { Metrics } from "../src/metrics.ts";
import { fakeCollectingSide } from "./fleet/fake-collecting-side.ts";
import { newFleet, nowMs } from "./kit/test-fleet.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "livetriage-busy-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Collects on a host with this share of waiting for a processor, look by look; ten minutes pass after the second look. */
async function collectUnder(cpu: (look: number) => number) {
  const clock = testClock(BigInt(nowMs()) * 1_000_000n);
  const config = sensorConfigSchema.parse({ collect_socket: join(dir, "collect.sock") });
  const closeSide = await fakeCollectingSide(config.collect_socket, () => Buffer.from("{}\n"));
  let looks = 0;
  const parts: SensorParts = {
    config,
    clock,
    anchored: new AnchoredClock(clock),
    memory: new Memory(dir, () => undefined),
    spool: new Spool(config.spool_mib),
    boot: "00".repeat(32),
    log: () => undefined,
    metrics: new Metrics(),
    readPressure: () => {
      if (++looks === 2) clock.advance(600_000);
      return { memory: 0, cpu: cpu(looks), io: 0 };
    },
    identityFacts: () => expect.fail("nothing is judged here"),
  };
  const { document } = (await newFleet(() => "a sensor")).command();
  const decoded = decodeCommand(document.payload);
  const command: Command = decoded.ok ? decoded.value : create(CommandSchema);
  const told = await new Promise<{ state: CommandState; reason: RefusalReason }>((resolve) => {
    const tell = { receipt: () => undefined, offer: () => undefined };
    const status = (_: Uint8Array, state: CommandState, reason: RefusalReason) => resolve({ state, reason });
    new Jobs(parts, { ...tell, status }).start(document, command, 1);
  });
  await closeSide();
  return told;
}

test("a host that stays busy for ten minutes gets no collection", async () => {
  expect(await collectUnder(() => 61)).toEqual({ state: CommandState.REFUSED, reason: RefusalReason.BUSY });
});

test("a host that calms down gets its collection", async () => {
  const told = await collectUnder((look) => (look === 1 ? 61 : 60));
  expect(told).toEqual({ state: CommandState.RUNNING, reason: RefusalReason.UNSPECIFIED });
});
