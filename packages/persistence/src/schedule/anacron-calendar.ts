import type { Calendar, CalendarDay } from "./calendar.ts";

const MS_PER_DAY = 86_400_000;
const DAYS: Readonly<Record<string, number>> = { "@daily": 1, "@weekly": 7 };

/** A job of anacron, and when it ran last. */
export interface AnacronPeriod {
  /** Days, or a nickname. */
  readonly period: string;
  /** Minutes. */
  readonly delay: number;
  /** `YYYYMMDD`; null when it never ran. */
  readonly lastRun: string | null;
  /** `START_HOURS_RANGE`, such as `3-22`. */
  readonly hours: string | null;
}

/**
 * Those of the times at which anacron starts at which it takes up a job; null for a period that is none. Split by whether
 * the delay leads into the next hour: it is the hour after the delay that must be in the range.
 *
 * Source: anacrontab(5); cronie, anacron/lock.c, consider_job().
 */
export function anacronCalendars(starts: Calendar, job: AnacronPeriod): Calendar[] | null {
  const due = dueOn(job);
  if (due === null) return null;
  const [from = 0, to = 24] = (job.hours?.split("-") ?? []).map(Number);
  const carryOf = (minute: number) => Math.floor((minute + job.delay) / 60);
  return [...Map.groupBy(starts.minutes, carryOf)].map(([carry, minutes]) => ({
    ...starts,
    isDay: (day) => starts.isDay(day) && due(day),
    hours: starts.hours.filter((hour) => (hour + carry) % 24 >= from && (hour + carry) % 24 < to),
    minutes,
  }));
}

function dueOn({ period, lastRun }: AnacronPeriod): ((day: CalendarDay) => boolean) | null {
  const days = DAYS[period] ?? (/^\d+$/.test(period) ? Number(period) : null);
  const months = period === "@monthly" ? 1 : /^@(?:yearly|annually)$/.test(period) ? 12 : null;
  if (days === null && months === null) return null;
  const last = /^(\d{4})(\d\d)(\d\d)$/
    .exec(lastRun ?? "")
    ?.slice(1)
    .map(Number);
  if (last === undefined) return () => true;
  const [year = 0, month = 1, date = 1] = last;
  const lastDay = dayNumber(year, month, date);
  return (day) => {
    const passed = dayNumber(day.year, day.month, day.day) - lastDay;
    if (passed < 0) return true;
    if (months === null) return passed >= (days ?? 0);
    return passed >= lengthOf(day, -months) || passed === lengthOf(day, 0);
  };

  /** Days of the month or year of a day, or of the one before it. */
  function lengthOf(day: CalendarDay, before: number): number {
    const start = months === 12 ? 1 : day.month;
    return dayNumber(day.year, start + before + (months ?? 0), 1) - dayNumber(day.year, start + before, 1);
  }
}

function dayNumber(year: number, month: number, day: number): number {
  return Math.floor(Date.UTC(year, month - 1, day) / MS_PER_DAY);
}
