import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { hasStrace } from "./child-process.ts";
import { problemsOf } from "./outcome.ts";
import { losePower, recordRun } from "./power-loss.ts";

test("T2: what was acknowledged survives power loss, 120 images", { timeout: 120_000 }, async ({ skip }) => {
  if (!hasStrace) skip("needs strace: apt-get install strace");
  const run = await recordRun();
  expect(run.filter(({ what }) => what === "ack").length).toBeGreaterThan(100);
  expect(await problemsOf((seed) => losePower(run, seed), randomInt(2 ** 31), 120)).toEqual([]);
});
