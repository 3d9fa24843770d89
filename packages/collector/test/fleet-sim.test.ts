import { expect, test } from "vitest";
import { command, halt, restart, stall } from "../sim/scenarios.ts";

const SIZE = { sensors: 50, packageBytes: 300_000, collectMs: 1_000 };

test("T8: one command for a fleet: every sensor delivers", async () => {
  expect(await command(SIZE)).toMatchObject({ done: 50, of: 50, costs: { listenOverflows: 0 } });
}, 120_000);

test("T7: a Collector that was killed: every sensor comes back", async () => {
  expect(await restart(SIZE, 500, 120_000)).toMatchObject({ done: 50, of: 50, costs: { listenOverflows: 0 } });
}, 240_000);

test("T20: a Collector that stood still and one that was killed commit no package twice", async () => {
  const { done, notes } = await stall(SIZE, 2_000);
  expect({ done, notes }).toEqual({ done: 50, notes: ["0 packages were committed twice"] });
}, 240_000);

test("a halt while three runs stream: the collections that have not started do not", async () => {
  const { done, of } = await halt({ ...SIZE, collectMs: 20_000 });
  expect(done).toBe(of);
  expect(of).toBeLessThan(3 * SIZE.sensors);
}, 120_000);
