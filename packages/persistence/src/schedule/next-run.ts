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
  /** The host's zone. */
  readonly zone: string;
}

/** The first run after now, nanoseconds since the epoch; null when there is none, or what is known does not decide it. */
export type NextRun = (when: When) => bigint | null;

/** Looks for next runs from one moment on. */
export function createNextRun({ now, zone }: Moment): NextRun {
  let left = DAYS_OF_RUN;
  const nextOf = (calendar: Calendar, after: bigint) => {
    const { time, days } = nextOfCalendar(calendar, {
      after: Number(after / NS_PER_MS),
      zone: calendar.zone ?? zone,
      maxDays: Math.min(MAX_DAYS, left),
    });
    left -= days;
    return time ?? [];
  };
  return ({ calendars = [], lastRun = null, delay = 0n, instants = [], unsureFrom = [] }) => {
    const after = lastRun === null || lastRun < 0n || lastRun > now ? now - delay : lastRun;
    const elapses = calendars.flatMap((calendar) => nextOf(calendar, after)).map((time) => time + delay);
    if (elapses.some((time) => time <= now)) return null;
    const first = least([...elapses, ...instants.filter((time) => time > now)]);
    return first !== null && unsureFrom.some((time) => time < first) ? null : first;
  };
}

function least(times: readonly bigint[]): bigint | null {
  return times.reduce<bigint | null>((first, time) => (first === null || time < first ? time : first), null);
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
