import { create } from "@bufbuild/protobuf";
import { RefusalReason, type Rollout, RolloutSchema, TargetState } from "@livetriage/proto-types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideRun, type RunFacts } from "./decide-run.ts";
import type { TargetFacts } from "./failure-of.ts";

const { WAITING, PENDING, DELIVERED, RUNNING, DONE, REFUSED, LOST, CANCELLED } = TargetState;
const { BUSY, CRASHED, DISABLED, RATE, UNSPECIFIED } = RefusalReason;
const NOW = 1_795_000_000_000;
const MINUTE = 60_000;

/** Waits, and its sensor has been here for long. */
const waiting: TargetFacts = {
  commandId: "c1",
  sensorId: "",
  state: WAITING,
  reason: UNSPECIFIED,
  attempt: 0,
  startedAtMs: null,
  atMs: NOW - 10 * MINUTE,
  here: true,
  sinceMs: NOW - 10 * MINUTE,
};
const begun = { ...waiting, state: RUNNING, attempt: 1, startedAtMs: NOW - 2 * MINUTE };
const settled = { ...begun, state: DONE, atMs: NOW - MINUTE };
const refused = (reason: RefusalReason) => ({ ...begun, state: REFUSED, reason });

type RolloutInit = Partial<Pick<Rollout, "canaryCount" | "settleSeconds" | "ratePerMinute" | "stopAfterPermille">>;

function facts(targets: readonly TargetFacts[], rollout: RolloutInit = {}, more: Partial<RunFacts> = {}): RunFacts {
  return {
    nowMs: NOW,
    rollout: create(RolloutSchema, { canaryCount: 2, settleSeconds: 60, stopAfterPermille: 20, ...rollout }),
    isOpen: false,
    isPaused: false,
    forgivenUntilMs: 0,
    sinceStartMs: Infinity,
    targets: targets.map((target, index) => ({ ...target, sensorId: `s${index}` })),
    ...more,
  };
}

const many = (target: TargetFacts, count: number) => Array.from({ length: count }, () => target);
const decide = (...given: Parameters<typeof facts>) => {
  const { start, ...rest } = decideRun(facts(...given));
  return { start: start.map(({ sensorId }) => sensorId), ...rest };
};
const nothing = { start: [], opens: false, pause: null, againMs: null };

describe("canaries", () => {
  test("begin first, those that are here", () => {
    const away = { ...waiting, here: false };
    expect(decide([away, waiting, waiting, waiting])).toEqual({ ...nothing, start: ["s1", "s2"] });
  });

  test.each<[string, readonly TargetFacts[], number | null]>([
    ["run", [begun, settled], null],
    ["have delivered a moment ago", [settled, { ...settled, atMs: NOW - 1000 }], NOW + 59_000],
    ["have delivered and are back since a moment", [settled, { ...settled, sinceMs: NOW - 1000 }], NOW + 59_000],
    ["have delivered and are away", [settled, { ...settled, here: false, sinceMs: NOW - 1000 }], NOW + 59_000],
  ])("hold the others while they %s", (_, canaries, againMs) => {
    expect(decide([...canaries, ...many(waiting, 5)])).toEqual({ ...nothing, againMs });
  });

  test("let the others begin when they have delivered and stayed", () => {
    const { start, opens } = decide([settled, settled, ...many(waiting, 5)]);
    expect([start.length, opens]).toEqual([5, true]);
  });

  test("that tell nothing are replaced by others", () => {
    expect(decide([settled, refused(DISABLED), ...many(waiting, 5)]).start).toEqual(["s2"]);
    expect(decide([settled, refused(RATE), { ...begun, state: CANCELLED }, ...many(waiting, 5)]).start).toEqual(["s3"]);
  });

  test("that all fail stop the run however much it bears", () => {
    const all = [refused(BUSY), { ...begun, state: LOST }, waiting];
    expect(decide(all, { stopAfterPermille: 1000 })).toEqual({ ...nothing, pause: "no canary has delivered" });
    const { opens } = decide([refused(BUSY), settled, waiting], { stopAfterPermille: 1000 });
    expect(opens).toBe(true);
  });

  test("are not asked for when the run has none", () => {
    expect(decide(many(waiting, 5), { canaryCount: 0 }).start.length).toBe(5);
  });
});

describe("a run pauses itself", () => {
  const open = { isOpen: true };
  const after = (target: TargetFacts, more = {}) =>
    decide([target, ...many(settled, 40), waiting], {}, { ...open, ...more });

  test.each<[string, TargetFacts]>([
    ["refused (BUSY)", refused(BUSY)],
    ["refused (CRASHED)", refused(CRASHED)],
    ["lost", { ...begun, state: LOST }],
    ["crashed", { ...begun, attempt: 2 }],
    ["silent", { ...begun, here: false, sinceMs: NOW - MINUTE }],
    ["silent", { ...settled, here: false, sinceMs: NOW - MINUTE }],
  ])("when too many are %s", (word, target) => {
    expect(after(target).pause).toBe(`1 of the 41 that have begun failed: 1 ${word}`);
    expect(decide([target, ...many(settled, 50), waiting], {}, open).pause).toBe(null);
  });

  test.each<[string, TargetFacts]>([
    ["is away since a moment", { ...begun, here: false, sinceMs: NOW - MINUTE + 1 }],
    [
      "has delivered and went long after",
      { ...settled, startedAtMs: NOW - 10 * MINUTE, here: false, sinceMs: NOW - 2 * MINUTE },
    ],
    ["is disabled", refused(DISABLED)],
    ["has delivered in its second attempt", { ...settled, attempt: 2 }],
  ])("not when one %s", (_, target) => {
    expect(after(target).pause).toBe(null);
  });

  test("not for what is forgiven, nor when nothing is left to hold", () => {
    expect(after(refused(BUSY), { forgivenUntilMs: NOW - MINUTE }).pause).toBe(null);
    expect(decide([refused(BUSY)], {}, open)).toEqual(nothing);
  });

  test("and looks again when a sensor will have been silent for long enough", () => {
    const silent = { ...begun, here: false, sinceMs: NOW - 1000 };
    expect(decide([silent, ...many(settled, 5), { ...waiting, here: false }], {}, open).againMs).toBe(NOW + 59_000);
  });
});

test("a paused run begins nothing", () => {
  expect(decide(many(waiting, 5), {}, { isPaused: true })).toEqual(nothing);
});

describe("the rate", () => {
  const after = (sinceStartMs: number, count: number, ratePerMinute: number) =>
    decide([settled, ...many(waiting, count)], { ratePerMinute }, { isOpen: true, sinceStartMs });

  test("lets one begin after the other", () => {
    expect(after(599, 2, 100)).toEqual({ ...nothing, againMs: NOW + 600 });
    expect(after(600, 2, 100).start).toEqual(["s1"]);
  });

  test("is not made up for after a rest", () => {
    expect(after(MINUTE, 50, 100).start.length).toBe(1);
    expect(after(MINUTE, 50, 6000).start.length).toBe(10);
  });
});

describe("whatever happens", () => {
  const target: fc.Arbitrary<TargetFacts> = fc
    .record({
      state: fc.constantFrom(WAITING, PENDING, DELIVERED, RUNNING, DONE, REFUSED, LOST, CANCELLED),
      reason: fc.constantFrom(UNSPECIFIED, BUSY, CRASHED, DISABLED),
      attempt: fc.integer({ min: 0, max: 3 }),
      startedMs: fc.integer({ min: 0, max: 10 * MINUTE }),
      awayMs: fc.integer({ min: 0, max: 10 * MINUTE }),
      here: fc.boolean(),
    })
    .map(({ startedMs, awayMs, ...more }) => {
      const startedAtMs = more.state === WAITING ? null : NOW - startedMs;
      return { ...waiting, ...more, startedAtMs, sinceMs: NOW - awayMs };
    });
  const rollout = fc.record({
    canaryCount: fc.integer({ min: 0, max: 20 }),
    settleSeconds: fc.integer({ min: 0, max: 300 }),
    ratePerMinute: fc.constantFrom(0, 1, 100, 6000),
    stopAfterPermille: fc.constantFrom(0, 20, 500, 1000),
  });

  test("only what waits and is here begins, never more than the canaries before they have passed, and time goes on", () => {
    fc.assert(
      fc.property(fc.array(target, { maxLength: 40 }), rollout, (targets, limits) => {
        const given = facts(targets, limits);
        const { start, opens, pause, againMs } = decideRun(given);
        expect(start.every(({ state, here }) => state === WAITING && here)).toBe(true);
        if (pause !== null) expect([start.length, opens]).toEqual([0, false]);
        if (!opens && limits.canaryCount > 0) expect(start.length).toBeLessThanOrEqual(limits.canaryCount);
        if (againMs !== null) expect(againMs).toBeGreaterThan(NOW);
      }),
    );
  });

  test("a fleet in which a share of the hosts fails loses no more of them than the canaries and the share", () => {
    const share = { canaryCount: 5, settleSeconds: 60, ratePerMinute: 0, stopAfterPermille: 100 };
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 20, maxLength: 100 }), (fails) => {
        const { failed, begun: all } = simulate(fails, share);
        expect(failed).toBeLessThanOrEqual(Math.max(share.canaryCount, Math.ceil(all * 0.1) + 10));
      }),
    );
  });

  /** Ten begin in a step, each has failed or delivered in the next one. */
  function simulate(fails: readonly boolean[], limits: RolloutInit): { failed: number; begun: number } {
    let targets = many(waiting, fails.length).map((one, index) => ({ ...one, sensorId: `s${index}` }));
    let isOpen = false;
    for (let step = 0; step < 100; step++) {
      const nowMs = NOW + step * 2 * MINUTE;
      const decision = decideRun({ ...facts([], limits), nowMs, isOpen, targets });
      if (decision.pause !== null) break;
      isOpen ||= decision.opens;
      const starting = new Set(decision.start.slice(0, 10).map(({ sensorId }) => sensorId));
      targets = targets.map((one, index) => {
        if (!starting.has(one.sensorId)) return one;
        const ended = fails[index] ? { state: REFUSED, reason: BUSY } : { state: DONE };
        return { ...one, ...ended, attempt: 1, startedAtMs: nowMs, atMs: nowMs };
      });
    }
    const failed = targets.filter(({ state }) => state === REFUSED).length;
    return { failed, begun: targets.filter(({ state }) => state !== WAITING).length };
  }
});
