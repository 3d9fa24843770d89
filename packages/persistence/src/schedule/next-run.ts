import type { Calendar, CalendarDay, When } from "./calendar.ts";
import { fromLocal, zoneOffset } from "./zone.ts";

const NS_PER_MS = 1_000_000n;
const MS_PER_DAY = 86_400_000;
/** 29 February comes back to a day of the week after 28 years, across 2100 after 40. */
const MAX_DAYS = 41 * 366;

/** Days looked at for all calendars together: a host may have any number that never come. */
const DAYS_OF_RUN = 500_000;

/** The moment from which runs are looked for, on a host. */
export interface Moment {
  /** Nanoseconds since the epoch. */
  readonly now: bigint;
  /** Boot time; null for an image. */
  readonly boot: bigint | null;
  /** The host's zone. */
  readonly zone: string;
}

/** The first run after now, nanoseconds since the epoch; null when there is none or the words do not decide it. */
export type NextRun = (when: When) => bigint | null;

/** Looks for next runs from one moment on. */
export function createNextRun({ now, boot, zone }: Moment): NextRun {
  const after = Number(now / NS_PER_MS);
  let left = DAYS_OF_RUN;
  const nextOf = (calendar: Calendar) => {
    const { time, days } = nextOfCalendar(calendar, {
      after,
      zone: calendar.zone ?? zone,
      maxDays: Math.min(MAX_DAYS, left),
    });
    left -= days;
    return time ?? [];
  };
  return ({ calendars, afterBoot, at }) => {
    const times = [
      ...(calendars ?? []).flatMap(nextOf),
      ...(boot === null ? [] : (afterBoot ?? []).map((delay) => boot + delay)),
      ...(at === undefined ? [] : [at]),
    ].filter((time) => time > now);
    return times.reduce<bigint | null>((least, time) => (least === null || time < least ? time : least), null);
  };
}

interface Search {
  readonly after: number;
  readonly zone: string;
  readonly maxDays: number;
}

function nextOfCalendar(calendar: Calendar, { after, zone, maxDays }: Search): { time: bigint | null; days: number } {
  const localAfter = after + zoneOffset(zone, after);
  const today = Math.floor(localAfter / MS_PER_DAY) * MS_PER_DAY;
  for (let days = 0; days < maxDays; days++) {
    const midnight = today + days * MS_PER_DAY;
    const local = calendar.isDay(dayOf(midnight)) ? firstOfDay(calendar, midnight, localAfter) : null;
    if (local !== null) return { time: BigInt(fromLocal(zone, local)) * NS_PER_MS, days };
  }
  return { time: null, days: maxDays };
}

/** The first local time of a day that is later than another. */
function firstOfDay({ hours, minutes, seconds }: Calendar, midnight: number, after: number): number | null {
  for (const hour of hours) {
    for (const minute of minutes) {
      const start = midnight + (hour * 60 + minute) * 60_000;
      const second = start + 59_999 < after ? undefined : seconds.find((value) => start + value * 1000 > after);
      if (second !== undefined) return start + second * 1000;
    }
  }
  return null;
}

function dayOf(midnight: number): CalendarDay {
  const date = new Date(midnight);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  return {
    year,
    month,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
  };
}
