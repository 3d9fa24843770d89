import { expect, test } from "vitest";
import { parseCommandLine } from "../args/parse.ts";
import { ROLLOUT_OPTIONS, rolloutOf } from "./rollout-options.ts";

const wish = (...argv: string[]) =>
  rolloutOf(parseCommandLine({ name: "x", positionals: [], options: ROLLOUT_OPTIONS }, argv));

test.each<[string[], number, number]>([
  [[], 1, 1],
  [[], 150, 2],
  [[], 20_000, 20],
  [["--canary", "10%"], 100, 10],
  [["--canary", "50"], 100, 50],
  [["--canary", "0"], 100, 0],
])("%j of %i hosts: %i canaries", (argv, hosts, canaries) => {
  expect(wish(...argv)(hosts).canaryCount).toBe(canaries);
});

test("the rate and the share that may fail", () => {
  expect(wish()(1)).toMatchObject({ settleSeconds: 60, ratePerMinute: 0, stopAfterPermille: 20 });
  expect(wish("--rate", "100/min", "--stop-after", "0.5%")(1)).toMatchObject({
    ratePerMinute: 100,
    stopAfterPermille: 5,
  });
});
