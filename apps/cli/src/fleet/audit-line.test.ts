import { expect, test } from "vitest";
import { auditLine } from "./audit-line.ts";

test("an entry is told without what only machines read", () => {
  const entry = { operator: "anna", run_id: "ab", reason: "change freeze", command: "AAAA", seq: 7 };
  const line = JSON.stringify({ ...entry, at: "2026-11-23T10:00:00.123456789Z", event: "pause", previous: "00" });
  expect(auditLine(line)).toBe('    7  2026-11-23 10:00:00Z  anna  pause  run_id=ab reason="change freeze"');
});

test("what a host has chosen is escaped, and what is no entry is told as it is", () => {
  expect(auditLine('{"seq":1,"at":"","event":"enroll","hostname":"a\\u001b[2J"}')).not.toContain("\u001b");
  expect(auditLine("no\u0007 entry")).toBe("no\\x07 entry");
});
