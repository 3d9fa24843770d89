import { expect, test } from "vitest";
import { printOutcome } from "../sim/print-outcome.ts";
import { command, halt, restart, stall } from "../sim/scenarios.ts";

const SIZE = { sensors: 2_000, packageBytes: 300_000, collectMs: 1_000 };

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
