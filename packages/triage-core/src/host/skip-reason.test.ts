import { expect, test } from "vitest";
import { skipReasonOf } from "./skip-reason.ts";

const abortedFor = (reason?: unknown): AbortSignal => AbortSignal.abort(reason);

test.each([
  ["a budget", abortedFor("deadline"), "deadline"],
  ["AbortSignal.timeout", abortedFor(new DOMException("", "TimeoutError")), "deadline"],
  ["a user", abortedFor("cancelled"), "cancelled"],
  ["nothing said", abortedFor(), "cancelled"],
  ["null", abortedFor(null), "cancelled"],
  ["anything else", abortedFor({ name: 7 }), "cancelled"],
])("%s", (_name, signal, reason) => {
  expect(skipReasonOf(signal)).toBe(reason);
});
