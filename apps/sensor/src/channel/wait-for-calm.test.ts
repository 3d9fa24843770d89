import { testClock } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { waitForCalm } from "./wait-for-calm.ts";

/** Waits on a host that is busy for so many seconds. */
async function run(busySeconds: number, enough: (second: number) => boolean = () => false) {
  const clock = testClock(0n);
  const told: string[] = [];
  let second = 0;
  const why = await waitForCalm({
    read: () => ({ memory: 0, cpu: second < busySeconds ? 61 : 60, io: null }),
    bearable: { memory: 20, cpu: 60, io: 60 },
    clock,
    wait: async (ms) => {
      clock.advance(ms);
      second += ms / 1_000;
    },
    enough: () => enough(second),
    tell: (reason) => told.push(reason),
  });
  return { why, second, told };
}

test.each([
  [0, { why: null, second: 0, told: [] }],
  [1, { why: null, second: 1, told: ["cpu 61 %"] }],
  [600, { why: null, second: 600, told: ["cpu 61 %"] }],
  [601, { why: "cpu 61 %", second: 600, told: ["cpu 61 %"] }],
])("a host that is busy for %i seconds", async (busySeconds, outcome) => {
  expect(await run(busySeconds)).toEqual(outcome);
});

test("whoever has enough of waiting is heard within a second", async () => {
  expect(await run(601, (second) => second >= 3)).toMatchObject({ why: null, second: 3 });
});
