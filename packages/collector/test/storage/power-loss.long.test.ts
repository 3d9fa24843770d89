import { expect, test } from "vitest";
import { problemsOf } from "./outcome.ts";
import { losePower, recordRun } from "./power-loss.ts";

test("T2: what was acknowledged survives power loss, 10,000 images", { timeout: 1_800_000 }, async () => {
  const run = await recordRun();
  expect(await problemsOf((seed) => losePower(run, seed), 1, 10_000)).toEqual([]);
});
