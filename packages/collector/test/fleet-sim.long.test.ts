import { expect, test } from "vitest";
import { printOutcome } from "../sim/print-outcome.ts";
import { command, halt, restart, stall } from "../sim/scenarios.ts";
import { soak } from "../sim/soak.ts";

const SIZE = { sensors: 2_000, packageBytes: 300_000, collectMs: 1_000 };
const SOAK = { sensors: 500, packageBytes: 100_000, collectMs: 5_000 };
/** It takes eight minutes until each session's buffers lie where those of others were; a run lifts the memory by 10 MiB. */
const SOAK_SECONDS = 900;

test.each([
  ["T8: a command for 2,000 sensors", () => command(SIZE)],
  ["T7: a Collector that was away for 5 s", () => restart(SIZE, 5_000, 120_000)],
  ["T7: a Collector that was away for 5 minutes", () => restart(SIZE, 300_000, 330_000)],
  ["T20: a Collector that stood still for 30 s, and was killed", () => stall(SIZE, 30_000)],
  ["a halt while three runs stream", () => halt(SIZE)],
] as const)(
  "%s",
  async (name, scenario) => {
    const outcome = await scenario();
    printOutcome(name, outcome);
    expect(outcome).toMatchObject({ done: outcome.of, costs: { listenOverflows: 0 } });
  },
  2_400_000,
);

test("T22: under churn and work the memory settles, no descriptor is left behind, and every package comes", async () => {
  const { looks, slope, delivered, asked } = await soak(SOAK, SOAK_SECONDS);
  const shown = [0, 1 / 4, 1 / 2].map((part) => looks[Math.floor(looks.length * part)]);
  console.log(`memory grows by ${slope.toFixed(2)} MiB a minute`, [...shown, looks.at(-1)]);
  expect(delivered).toBe(asked);
  expect(slope).toBeLessThan(1);
  expect(looks.at(-1)?.descriptors).toBeLessThan(SOAK.sensors + 100);
}, 3_600_000);
