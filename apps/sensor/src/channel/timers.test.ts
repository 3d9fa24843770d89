import { testClock } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import { AnchoredClock } from "./anchored-clock.ts";
import { TokenBucket } from "./token-bucket.ts";

const DAY_MS = 86_400_000;

describe("a clock anchored to the Collector", () => {
  test.each([-3_652 * DAY_MS, -DAY_MS, 0, DAY_MS, 3_652 * DAY_MS])("tells its time on a host %i ms off", (off) => {
    const host = testClock(1_800_000_000_000_000_000n + BigInt(off) * 1_000_000n);
    const clock = new AnchoredClock(host);
    clock.anchor(1_795_435_200_000);
    host.advance(5_000);
    expect(clock.nowMs()).toBe(1_795_435_205_000);
  });

  test("does not follow a jump of the wall clock", () => {
    let wallNs = 0n;
    const host = { ...testClock(), wallNs: () => wallNs };
    const clock = new AnchoredClock(host);
    clock.anchor(1_000);
    wallNs = 10n ** 18n;
    expect(clock.nowMs()).toBe(1_000);
  });

  test("tells the host's time until a Collector was heard", () => {
    expect(new AnchoredClock(testClock(7_000_000n)).nowMs()).toBe(7);
  });
});

describe("TokenBucket", () => {
  test("a burst, then one per interval, never more than a burst", () => {
    const clock = testClock();
    const bucket = new TokenBucket(2, 600_000, clock);
    const takes = (n: number) => Array.from({ length: n }, () => bucket.take());
    expect(takes(3)).toEqual([true, true, false]);
    clock.advance(599_999);
    expect(bucket.take()).toBe(false);
    clock.advance(1);
    expect(takes(2)).toEqual([true, false]);
    clock.advance(100 * 600_000);
    expect(takes(3)).toEqual([true, true, false]);
  });
});
