import { expect, onTestFinished, test } from "vitest";
import { PATIENT, runHistories } from "./histories.ts";
import { realFleet } from "./real-fleet.ts";

const HISTORIES = 10_000;

test(`${HISTORIES} histories of broken connections: every command has its one package, byte for byte`, async () => {
  const fleet = await realFleet(PATIENT);
  onTestFinished(() => fleet.close());
  const seeds = Array.from({ length: HISTORIES }, (_, i) => 1_000_000 + i);
  expect(await runHistories(fleet, seeds, 32)).toEqual([]);
  expect(fleet.collector.metrics()).toMatch(new RegExp(`packages_total ${HISTORIES}\\n`));
}, 3_000_000);
