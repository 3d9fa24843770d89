import { expect, test } from "vitest";
import { soak } from "../sim/soak.ts";

const SIZE = { sensors: 500, packageBytes: 100_000, collectMs: 5_000 };
/** It takes eight minutes until each session's buffers lie where those of others were; a run lifts the memory by 10 MiB. */
const SECONDS = 900;

test("T22: under churn and work the memory settles, no descriptor is left behind, and every package comes", async () => {
  const { looks, slope, delivered, asked } = await soak(SIZE, SECONDS);
  const shown = [0, 1 / 4, 1 / 2].map((part) => looks[Math.floor(looks.length * part)]);
  console.log(`memory grows by ${slope.toFixed(2)} MiB a minute`, [...shown, looks.at(-1)]);
  expect(delivered).toBe(asked);
  expect(slope).toBeLessThan(1);
  expect(looks.at(-1)?.descriptors).toBeLessThan(SIZE.sensors + 100);
}, 3_600_000);
