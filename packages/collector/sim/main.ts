/**
 * Thousands of fake sensors and a real Collector on loopback: `npm run fleet:sim -- --sensors 2000 --scenario command`.
 *
 * Prints figures, asserts nothing, ends by itself.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { printOutcome } from "./print-outcome.ts";
import { command, halt, type Outcome, restart, stall } from "./scenarios.ts";
import type { FleetSize } from "./simulated-fleet.ts";

const MOST_SENSORS = 10_000;

const SCENARIOS: Readonly<Record<string, (size: FleetSize) => Promise<Outcome>>> = {
  command,
  restart: (size) => restart(size, 5_000, 180_000),
  away: (size) => restart(size, 300_000, 400_000),
  stall: (size) => stall(size, 30_000),
  halt,
};

const { values } = parseArgs({
  options: {
    sensors: { type: "string", default: "2000" },
    scenario: { type: "string", default: "command" },
  },
});
const scenario = SCENARIOS[values.scenario];
const sensors = Number(values.sensors);
if (scenario === undefined || !Number.isInteger(sensors) || sensors < 1 || sensors > MOST_SENSORS) {
  console.error(`usage: fleet:sim [--sensors 1..${MOST_SENSORS}] [--scenario ${Object.keys(SCENARIOS).join("|")}]`);
  process.exit(64);
}
execFileSync(process.execPath, [join(import.meta.dirname, "../../../tools/bundle.ts"), "apps/cli"]);
printOutcome(values.scenario, await scenario({ sensors, packageBytes: 300_000, collectMs: 1_000 }));
process.exit(0);
