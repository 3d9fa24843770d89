import { TurnedAway } from "@livetriage/proto-types";
import { testClock } from "@livetriage/triage-core/testing";
import { afterEach, expect, test, vi } from "vitest";
import type { Log } from "../log.ts";
import { keepConnected } from "./keep-connected.ts";

/** Runs until the sessions are used up; each is what becomes of one. */
async function run(sessions: ("left" | "broken" | "other" | "turned away")[]) {
  const ends = new AbortController();
  const seen: string[] = [];
  const told: unknown[] = [];
  let failures = 0;
  const log: Log = (_, event, fields) => void told.push(`${event} ${fields?.["problem"]}`);
  const left = [...sessions];
  await keepConnected({
    endpoints: ["a:1", "b:2"],
    clock: testClock(),
    log,
    onFailure: () => {
      failures += 1;
    },
    signal: ends.signal,
    serve: async (endpoint) => {
      seen.push(endpoint);
      const next = left.shift();
      if (next === undefined) return ends.abort();
      if (next === "turned away") throw new Error("of the call", { cause: new TurnedAway(new Error("ECONNRESET")) });
      if (next !== "left") throw new Error(next);
    },
  });
  return { seen, told, failures };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("a session that was left is followed by one with the same Collector, at once and without a word", async () => {
  expect(await run(["left", "left"])).toEqual({ seen: ["a:1", "a:1", "a:1"], told: [], failures: 0 });
});

test("after one that broke the next Collector is tried; the same problem is told once", async () => {
  expect(await run(["broken", "broken", "other"])).toEqual({
    seen: ["a:1", "b:2", "a:1", "b:2"],
    told: ["not connected Error: broken", "not connected Error: other"],
    failures: 3,
  });
});

test("who is turned away comes again within 32 s, whether it failed never or often before", async () => {
  const waits: number[] = [];
  vi.spyOn(Math, "random").mockReturnValue(1);
  vi.stubGlobal("setTimeout", (done: () => void, ms: number) => {
    waits.push(ms);
    queueMicrotask(done);
  });
  await run(["turned away"]);
  await run([...Array.from({ length: 9 }, () => "broken" as const), "turned away"]);
  expect([waits[0], waits.at(-2), waits.at(-1)]).toEqual([32_000, 256_000, 32_000]);
});
