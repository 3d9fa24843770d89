import { toRfc3339 } from "@livetriage/triage-core/text";
import { expect, test } from "vitest";
import { type AnacronPeriod, anacronCalendars } from "./anacron-calendar.ts";
import type { Calendar } from "./calendar.ts";
import { cronCalendar } from "./cron-calendar.ts";
import { createNextRun } from "./next-run.ts";

/** Monday, 23 November 2026, 10:20:30 UTC. */
const NOW = 1_795_429_230_000_000_000n;

/** The next run of a job where cron starts anacron at half past every hour from 7 to 23. */
function next(job: Partial<AnacronPeriod>): string | null {
  const whole = { period: "1", delay: 5, lastRun: "20261123", hours: null, ...job };
  const calendars = anacronCalendars(cronCalendar("30 7-23 * * *", null) as Calendar, whole);
  if (calendars === null) return "no period";
  const time = createNextRun({ now: NOW, zone: "UTC" })({ calendars, delay: BigInt(whole.delay) * 60_000_000_000n });
  return time === null ? null : toRfc3339(time);
}

test.each([
  ["ran today", {}, "2026-11-24T07:35:00Z"],
  ["ran yesterday", { lastRun: "20261122" }, "2026-11-23T10:35:00Z"],
  ["never ran", { lastRun: null }, "2026-11-23T10:35:00Z"],
  ["ran in the future", { lastRun: "20270101" }, "2026-11-23T10:35:00Z"],
  ["weekly", { period: "7", lastRun: "20261120" }, "2026-11-27T07:35:00Z"],
  ["@weekly", { period: "@weekly", lastRun: "20261120" }, "2026-11-27T07:35:00Z"],
  ["waits for its delay", { delay: 60, lastRun: "20261122" }, "2026-11-23T10:30:00Z"],
  ["@monthly, a month of 30 days later", { period: "@monthly", lastRun: "20261101" }, "2026-12-01T07:35:00Z"],
  ["@monthly, as many days later as November has", { period: "@monthly", lastRun: "20261030" }, "2026-11-29T07:35:00Z"],
  ["@yearly", { period: "@yearly", lastRun: "20260301" }, "2027-03-01T07:35:00Z"],
  ["from noon on only", { lastRun: "20261122", hours: "12-22" }, "2026-11-23T12:35:00Z"],
  ["whose delay leads into the range", { lastRun: "20261122", hours: "12-22", delay: 40 }, "2026-11-23T12:10:00Z"],
  ["after its hours", { lastRun: "20261122", hours: "3-9" }, "2026-11-24T07:35:00Z"],
  ["at no hour", { lastRun: "20261122", hours: "9-3" }, null],
  ["of no period", { period: "@sometimes" }, "no period"],
] as const)("a job that %s", (_what, job, expected) => {
  expect(next(job)).toBe(expected);
});
