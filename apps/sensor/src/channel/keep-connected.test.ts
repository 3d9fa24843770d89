import { testClock } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import type { Log } from "../log.ts";
import { keepConnected } from "./keep-connected.ts";

/** Runs until the sessions are used up; each is what becomes of one. */
async function run(sessions: ("left" | "broken" | "other")[]) {
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
      if (next !== "left") throw new Error(next);
    },
  });
  return { seen, told, failures };
}

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
