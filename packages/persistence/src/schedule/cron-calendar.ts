import { allOf, type Calendar } from "./calendar.ts";

const NICKNAMES: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
  "@every_minute": "* * * * *",
};
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const WEEKDAYS = "sun mon tue wed thu fri sat".split(" ");

/**
 * The calendar of five cron fields or a nickname; null for `@reboot` and for what is random or hashed.
 *
 * Shape:  where both day of month and day of week are restricted, either makes a day.
 * Source: crontab(5).
 */
export function cronCalendar(schedule: string, zone: string | null): Calendar | null {
  const fields = (NICKNAMES[schedule.toLowerCase()] ?? schedule).replace(/^-/, "").split(" ");
  if (fields.length !== 5) return null;
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  const minutes = parseField(minute, 0, 59, []);
  const hours = parseField(hour, 0, 23, []);
  const days = parseField(day, 1, 31, []);
  const months = parseField(month, 1, 12, MONTHS);
  const weekdays = parseField(weekday, 0, 7, WEEKDAYS)?.map((value) => value % 7) ?? null;
  if (minutes === null || hours === null || days === null || months === null || weekdays === null) return null;
  const either = !day.startsWith("*") && !weekday.startsWith("*");
  return {
    isDay: (at) => {
      const [byDay, byWeekday] = [days.includes(at.day), weekdays.includes(at.weekday)];
      return months.includes(at.month) && (either ? byDay || byWeekday : byDay && byWeekday);
    },
    hours,
    minutes,
    seconds: [0],
    zone,
  };
}

function parseField(text: string, least: number, most: number, names: readonly string[]): number[] | null {
  const parts = text.split(",").map((part) => {
    const match = /^(?:[*?]|([\da-z]+)(?:-([\da-z]+))?)(?:\/(\d{1,2}))?$/i.exec(part);
    if (match === null || match[3] === "0") return null;
    const from = match[1] === undefined ? least : valueOf(match[1], names, least);
    const open = match[1] === undefined || (match[2] === undefined && match[3] !== undefined);
    const to = match[2] === undefined ? (open ? most : from) : valueOf(match[2], names, least);
    return from === null || to === null ? null : allOf(from, Math.min(to, most), Number(match[3] ?? 1));
  });
  if (parts.includes(null)) return null;
  const values = parts.flatMap((part) => part ?? []).filter((value) => value >= least && value <= most);
  return values.length === 0 ? null : [...new Set(values)].toSorted((a, b) => a - b);
}

function valueOf(text: string, names: readonly string[], least: number): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  const index = names.indexOf(text.toLowerCase().slice(0, 3));
  return index < 0 ? null : index + least;
}
