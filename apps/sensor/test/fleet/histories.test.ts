import { expect, onTestFinished, test } from "vitest";
import { PATIENT, runHistories } from "./histories.ts";
import { realFleet } from "./real-fleet.ts";

const HISTORIES = 200;

test(`${HISTORIES} histories of broken connections: every command has its one package, byte for byte`, async () => {
  const fleet = await realFleet(PATIENT);
  onTestFinished(() => fleet.close());
  const seeds = Array.from({ length: HISTORIES }, (_, i) => i);
  expect(await runHistories(fleet, seeds, 32)).toEqual([]);
  expect(fleet.collector.metrics()).toMatch(new RegExp(`packages_total ${HISTORIES}\\n`));
}, 300_000);
