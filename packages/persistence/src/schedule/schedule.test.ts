import { toRfc3339 } from "@livetriage/triage-core/text";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Calendar } from "./calendar.ts";
import { cronCalendar } from "./cron-calendar.ts";
import { createNextRun } from "./next-run.ts";
import { parseOnCalendar } from "./on-calendar.ts";
import { parseTimeSpan } from "./time-span.ts";

/** Monday, 23 November 2026, 10:20:30 UTC. */
const NOW = 1_795_429_230_000_000_000n;

function next(calendar: ReturnType<typeof parseOnCalendar>, zone = "UTC", now = NOW): string | null {
  if (calendar === null) return "no calendar";
  const time = createNextRun({ now, zone })({ calendars: [calendar] });
  return time === null ? null : toRfc3339(time);
}

test("the moment of these tests", () => {
  expect(toRfc3339(NOW)).toBe("2026-11-23T10:20:30Z");
});

// What `systemd-analyze calendar --base-time` of systemd 252 says.
test.each([
  ["hourly", "2026-11-23T11:00:00Z"],
  ["daily", "2026-11-24T00:00:00Z"],
  ["weekly", "2026-11-30T00:00:00Z"],
  ["monthly", "2026-12-01T00:00:00Z"],
  ["quarterly", "2027-01-01T00:00:00Z"],
  ["yearly", "2027-01-01T00:00:00Z"],
  ["*:0/15", "2026-11-23T10:30:00Z"],
  ["*-*-* 6,18:00", "2026-11-23T18:00:00Z"],
  ["Mon..Fri 09:00", "2026-11-24T09:00:00Z"],
  ["Sun *-*-* 03:10:00", "2026-11-29T03:10:00Z"],
  ["*-02-29 04:00", "2028-02-29T04:00:00Z"],
  ["*-*~1 12:00", "2026-11-30T12:00:00Z"],
  ["2026-12-24 18:00:00", "2026-12-24T18:00:00Z"],
  ["2025-01-01", null],
  ["*-*-* 00/6:00/15:30", "2026-11-23T12:00:30Z"],
  ["*-*-* 12:00:00 Europe/Berlin", "2026-11-23T11:00:00Z"],
  ["Sat,Sun 10:20", "2026-11-28T10:20:00Z"],
  ["*:*:45", "2026-11-23T10:20:45Z"],
])("OnCalendar=%s runs next at %s", (text, expected) => {
  expect(next(parseOnCalendar(text))).toBe(expected);
});

test.each(["", "sometimes", "25:00", "*-13-01", "1..", "*-*-* 1:2:3:4", "*/0:00"])("%j is no calendar", (text) => {
  const calendar = parseOnCalendar(text);
  expect(calendar === null ? null : next(calendar)).toBeNull();
});

test.each([
  ["*/5 * * * *", "2026-11-23T10:25:00Z"],
  ["30 4 * * 1", "2026-11-30T04:30:00Z"],
  ["0 0 13 * fri", "2026-11-27T00:00:00Z"],
  ["15 10 1-7/2 jan-mar *", "2027-01-01T10:15:00Z"],
  ["59 23 31 12 *", "2026-12-31T23:59:00Z"],
  ["0 12 * * 7", "2026-11-29T12:00:00Z"],
  ["@daily", "2026-11-24T00:00:00Z"],
  ["-5 * * * *", "2026-11-23T11:05:00Z"],
  ["0 0 30 2 *", null],
])("cron %s runs next at %s", (schedule, expected) => {
  expect(next(cronCalendar(schedule, null))).toBe(expected);
});

test.each(["@reboot", "0~30 * * * *", "H * * * *", "* * * *"])("cron %s has no calendar", (schedule) => {
  expect(cronCalendar(schedule, null)).toBeNull();
});

describe("zones", () => {
  test("the host's clock counts", () => {
    expect(next(cronCalendar("0 12 * * *", null), "Asia/Kolkata")).toBe("2026-11-24T06:30:00Z");
    expect(next(cronCalendar("0 12 * * *", "America/New_York"), "Asia/Kolkata")).toBe("2026-11-23T17:00:00Z");
  });

  test("in the hour that spring leaves out, it runs after the change", () => {
    const night = 1_806_192_000_000_000_000n; // 28 March 2027, 01:00 in Berlin
    expect(next(cronCalendar("30 2 * * *", null), "Europe/Berlin", night)).toBe("2027-03-28T01:30:00Z");
  });
});

const HOUR = 3_600_000_000_000n;
const daily = parseOnCalendar("*-*-* 10:00") as Calendar;

test.each([
  ["the first instant that is still to come", { instants: [NOW - 1n, NOW + 2n, NOW + 1n] }, NOW + 1n],
  ["none, when all are over", { instants: [NOW - 1n, NOW] }, null],
  ["an instant before what may come later", { instants: [NOW + 1n], unsureFrom: [NOW + 1n] }, NOW + 1n],
  ["none, when something may come before", { instants: [NOW + 2n], unsureFrom: [NOW - HOUR] }, null],
  [
    "the calendar's after the last run",
    { calendars: [daily], lastRun: NOW - HOUR / 4n },
    NOW + 24n * HOUR - 1230n * (HOUR / 3600n),
  ],
  ["none, when it is overdue", { calendars: [daily], lastRun: NOW - HOUR, instants: [NOW + 1n] }, null],
  [
    "the calendar's, when the last run is in the future",
    { calendars: [daily], lastRun: NOW + 48n * HOUR },
    NOW + 24n * HOUR - 1230n * (HOUR / 3600n),
  ],
  ["a delayed one that has begun", { calendars: [daily], delay: HOUR / 2n }, NOW + HOUR / 2n - 1230n * (HOUR / 3600n)],
])("next is %s", (_what, when, expected) => {
  expect(createNextRun({ now: NOW, zone: "UTC" })(when)).toBe(expected);
});

test("any number of days that never come costs a bounded time", () => {
  const run = createNextRun({ now: NOW, zone: "UTC" });
  const never = { calendars: [cronCalendar("0 0 30 2 *", null) as Calendar] };
  const always = { calendars: [cronCalendar("* * * * *", null) as Calendar] };
  expect(run(always)).not.toBeNull();
  for (let n = 0; n < 100_000; n++) expect(run(never)).toBeNull();
  expect(run(always)).toBeNull();
});

test.each([
  ["90", 90n],
  ["3h 20min", 12_000n],
  ["1d", 86_400n],
  ["2weeks", 1_209_600n],
  ["5min20s", 320n],
])("%s is %s seconds", (text, seconds) => {
  expect(parseTimeSpan(text)).toBe(seconds * 1_000_000_000n);
});

test.each(["", "infinity", "3 parsecs", "-1", "1h x"])("%j is no span", (text) => {
  expect(parseTimeSpan(text)).toBeNull();
});

test("any text gives a calendar or none, and a run that is later", () => {
  const unit = fc.constantFrom(..."0123456789*/.,-~: Mondaily@HWR".split(""));
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 24 }), (text) => {
      for (const calendar of [parseOnCalendar(text), cronCalendar(text, null)]) {
        const time = calendar === null ? null : createNextRun({ now: NOW, zone: "UTC" })({ calendars: [calendar] });
        expect(time === null || time > NOW).toBe(true);
      }
      parseTimeSpan(text);
    }),
    { numRuns: 500 },
  );
});
