import { allOf, type Calendar, type CalendarDay } from "./calendar.ts";
import { isZone } from "./zone.ts";

const SHORTHANDS: Readonly<Record<string, string>> = {
  minutely: "*-*-* *:*:00",
  hourly: "*-*-* *:00:00",
  daily: "*-*-* 00:00:00",
  weekly: "Mon *-*-* 00:00:00",
  monthly: "*-*-01 00:00:00",
  quarterly: "*-01,04,07,10-01 00:00:00",
  semiannually: "*-01,07-01 00:00:00",
  yearly: "*-01-01 00:00:00",
  annually: "*-01-01 00:00:00",
};
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const LAST_YEAR = 2199;

/**
 * Parse a calendar expression; null for what is none, and for repetitions within a second.
 *
 * Shape:  `Mon..Fri *-*-* 12:00:00 Europe/Berlin`, every part but one may be missing; `*`, lists `1,3`, ranges `1..5`,
 *         steps `0/15`, `~1` for days from a month's end; `daily` and its like.
 * Source: systemd.time(7), "Calendar Events".
 */
export function parseOnCalendar(text: string): Calendar | null {
  const [words, zone] = takeZone(text.trim().split(/\s+/));
  const long = SHORTHANDS[words.join(" ").toLowerCase()]?.split(" ") ?? words;
  const take = (form: RegExp, otherwise: string): string =>
    form.test(long[0] ?? "") ? (long.shift() ?? "") : otherwise;
  const weekdays = parseWeekdays(take(/^[A-Za-z]/, "Mon..Sun"));
  const date = parseDate(take(/-|~/, "*-*-*"));
  const time = parseTime(take(/./, "00:00:00"));
  if (long.length > 0 || weekdays === null || date === null || time === null) return null;
  return { isDay: (day) => weekdays.includes(day.weekday) && date(day), ...time, zone };
}

/** The words without the zone that may be the last of them. */
function takeZone(words: readonly string[]): [string[], string | null] {
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return /[A-Za-z]/.test(last) && isZone(last) ? [words.slice(0, -1), last] : [[...words], null];
}

function parseDate(text: string): ((day: CalendarDay) => boolean) | null {
  const match = /^(?:([^-~]+)-)?([^-~]+)([-~])([^-~]+)$/.exec(text);
  if (match === null) return null;
  const [, year = "*", month = "", sign = "-", days = ""] = match;
  const years = parseField(year, 1970, LAST_YEAR);
  const months = parseField(month, 1, 12);
  const wanted = parseField(days, 1, 31);
  if (years === null || months === null || wanted === null) return null;
  return ({ year, month, day, daysInMonth }) => {
    const at = sign === "~" ? daysInMonth - day + 1 : day;
    return years.includes(year) && months.includes(month) && wanted.includes(at);
  };
}

function parseTime(text: string): Pick<Calendar, "hours" | "minutes" | "seconds"> | null {
  const [hour = "", minute = "", second = "00", ...rest] = text.split(":");
  const hours = parseField(hour, 0, 23);
  const minutes = parseField(minute, 0, 59);
  const seconds = parseField(second.replace(/\.0+$/, ""), 0, 59);
  if (rest.length > 0 || hours === null || minutes === null || seconds === null) return null;
  return { hours, minutes, seconds };
}

/** `*`, `5`, `1,3`, `1..5`, `0/15`, `*\/2`. */
function parseField(text: string, least: number, most: number): number[] | null {
  const parts = text.split(",").map((part) => {
    const match = /^(?:(\*)|(\d{1,4})(?:\.\.(\d{1,4}))?)(?:\/(\d{1,4}))?$/.exec(part);
    if (match === null) return null;
    const step = match[4] === undefined ? null : Number(match[4]);
    if (step === 0) return null;
    const from = match[1] === undefined ? yearOf(Number(match[2]), least) : least;
    const to = match[3] === undefined ? (match[1] === undefined && step === null ? from : most) : Number(match[3]);
    return allOf(from, Math.min(to, most), step ?? 1);
  });
  if (parts.includes(null)) return null;
  const values = parts.flatMap((part) => part ?? []).filter((value) => value >= least && value <= most);
  return [...new Set(values)].toSorted((a, b) => a - b);
}

/** Years below 70 are of this century. */
function yearOf(value: number, least: number): number {
  return least === 1970 && value < 100 ? value + (value < 70 ? 2000 : 1900) : value;
}

/** `Mon`, `Mon,Wed`, `Mon..Fri`, whole names too; weeks begin on Monday, and here 0 is Sunday. */
function parseWeekdays(text: string): number[] | null {
  const found = text
    .toLowerCase()
    .replace(/,$/, "")
    .split(",")
    .map((part) => {
      const ends = part.split(/\.\.|-/).map((name) => WEEKDAYS.indexOf(name.slice(0, 3)));
      const [from = -1, to = from] = ends;
      return from < 0 || to < from || ends.length > 2 ? null : allOf(from, to).map((day) => (day + 1) % 7);
    });
  return found.includes(null) ? null : found.flatMap((days) => days ?? []);
}
