import { describe, expect, test } from "vitest";
import { cronWords } from "./cron-schedule.ts";
import { parseCrontab } from "./crontab.ts";

const jobs = (text: string, grammar: "system" | "user" = "system") =>
  parseCrontab(text, grammar).jobs.map(({ schedule, user, command }) => [schedule, user, command]);

describe("parseCrontab", () => {
  test.each([
    ["five fields and a user", "5 4 * * sun bob /x y", [["5 4 * * sun", "bob", "/x y"]]],
    ["tabs between fields", "5\t4\t*\t*\t*\tbob\t/x", [["5 4 * * *", "bob", "/x"]]],
    ["a nickname", "@reboot root /x", [["@reboot", "root", "/x"]]],
    ["a minus before the minute", "-*/5 * * * * root /x", [["-*/5 * * * *", "root", "/x"]]],
    [
      "names, lists, steps, random ranges",
      "0~30 */2 1,15 jan-mar mon,fri root /x",
      [["0~30 */2 1,15 jan-mar mon,fri", "root", "/x"]],
    ],
    ["a percent sign stays", "0 0 * * * root a%b\\%c", [["0 0 * * *", "root", "a%b\\%c"]]],
  ])("%s", (_name, text, expected) => {
    expect(jobs(text)).toEqual(expected);
  });

  test("a user's table has no user field", () => {
    expect(jobs("* * * * * curl http://x", "user")).toEqual([["* * * * *", null, "curl http://x"]]);
  });

  test("settings hold for the jobs below them", () => {
    const { jobs } = parseCrontab('@daily root a\nA = "x y"\n@daily root b\n', "system");
    expect(jobs.map(({ environment }) => Object.fromEntries(environment))).toEqual([{}, { A: "x y" }]);
  });

  test.each(["* * * * root", "* * * *", "@sometimes root /x", "a b c d e root /x", "* * * * * root"])(
    "%j is malformed",
    (text) => {
      expect(parseCrontab(text, "system")).toMatchObject({ jobs: [], malformed: [{ line: 1, raw: text }] });
    },
  );
});

test.each([
  ["* * * * *", "every minute"],
  ["*/10 * * * *", "every 10 minutes"],
  ["7 * * * *", "every hour at minute 7"],
  ["5 4 * * *", "at 04:05"],
  ["5 4 1 * mon", "at 04:05, day 1, weekday mon"],
  ["0 */2 * * *", "minute 0, every 2 hours"],
  ["@weekly", "every Sunday at 00:00"],
])("%s is %s", (schedule, words) => {
  expect(cronWords(schedule)).toBe(words);
});
