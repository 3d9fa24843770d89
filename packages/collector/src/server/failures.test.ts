import { expect, test } from "vitest";
import { Metrics } from "../metrics/metrics.ts";
import { Failures, type LogLine } from "./failures.ts";

test("a failure that goes on is one line a minute of each kind, and all of them are counted", () => {
  let seconds = 0n;
  const clock = { monotonicNs: () => seconds * 1_000_000_000n, wallNs: () => 0n };
  const lines: LogLine[] = [];
  const metrics = new Metrics();
  const failures = new Failures((line) => lines.push(line), metrics, clock);
  const full = new Error("ENOSPC: no space left on device, write");
  for (; seconds < 120n; seconds += 1n) failures.note("call PutChunks failed", full);
  failures.of("expiry failed")("why");
  seconds = 1000n;
  failures.note("call PutChunks failed", full);

  const put = { level: "error", event: "call PutChunks failed", error: String(full) };
  expect(lines).toEqual([
    put,
    { ...put, untold: 59 },
    { level: "error", event: "expiry failed", error: "why" },
    { ...put, untold: 59 },
  ]);
  expect(metrics.text()).toContain("\nlivetriage_collector_failures_total 122\n");
});
