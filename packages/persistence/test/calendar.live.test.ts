import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { parseRfc3339, toRfc3339 } from "@livetriage/triage-core/text";
import { expect, test } from "vitest";
import { createNextRun } from "../src/schedule/next-run.ts";
import { parseOnCalendar } from "../src/schedule/on-calendar.ts";

const ANALYZE = "/usr/bin/systemd-analyze";
const BASES = ["2026-11-23T10:20:30Z", "2027-12-31T23:59:59Z", "2028-02-28T12:00:00Z"];

const DAYS = ["", "Mon ", "Sat,Sun ", "Tue..Thu ", "Fri..Sun "];
const DATES = ["", "*-*-* ", "*-*-1 ", "*-2-29 ", "*-*~1 ", "*-1,7-1/10 ", "2027..2029-*-15 ", "*-12-24..26 "];
const TIMES = ["00:00", "*:0/15", "6,18:30", "*:*:10/20", "0/4:00", "9..17:05", "23:59:59"];

const expressions = DAYS.flatMap((days) => DATES.flatMap((dates) => TIMES.map((times) => days + dates + times)));

/** What systemd says of all expressions, the next instant of each from `base` on. */
function analyzed(base: string): (string | null)[] {
  const args = ["calendar", `--base-time=${base.replace("T", " ").replace("Z", " UTC")}`, ...expressions];
  const output = execFileSync(ANALYZE, args, { encoding: "utf8", env: { SYSTEMD_COLORS: "0", TZ: "UTC" } });
  return output.split("\n\n").map((block) => {
    const match = /Next elapse: \S+ (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/.exec(block);
    return match === null ? null : `${match[1]}T${match[2]}Z`;
  });
}

test.skipIf(!existsSync(ANALYZE)).each(BASES)("from %s on, calendars elapse when systemd-analyze says", (base) => {
  const now = parseRfc3339(base) ?? 0n;
  const ours = expressions.map((text) => {
    const calendar = parseOnCalendar(text);
    const time = calendar === null ? null : createNextRun({ now, zone: "UTC" })({ calendars: [calendar] });
    return time === null ? null : toRfc3339(time);
  });
  const theirs = analyzed(base);
  expect(theirs).toHaveLength(expressions.length);
  const wrong = expressions.flatMap((text, i) => (ours[i] === theirs[i] ? [] : [[text, theirs[i], ours[i]]]));
  expect(wrong).toEqual([]);
});
