import type { Calendar, CalendarDay, When } from "./calendar.ts";
import { fromLocal, zoneOffset } from "./zone.ts";

const NS_PER_MS = 1_000_000n;
const MS_PER_DAY = 86_400_000;
/** 29 February may be eight years away. */
const MAX_DAYS = 8 * 366 + 1;

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
export function nextRun({ calendars, afterBoot, at }: When, { now, boot, zone }: Moment): bigint | null {
  const after = Number(now / NS_PER_MS);
  const times = [
    ...(calendars ?? []).flatMap((calendar) => nextOfCalendar(calendar, after, calendar.zone ?? zone) ?? []),
    ...(boot === null ? [] : (afterBoot ?? []).map((delay) => boot + delay)),
    ...(at === undefined ? [] : [at]),
  ].filter((time) => time > now);
  return times.reduce<bigint | null>((least, time) => (least === null || time < least ? time : least), null);
}

function nextOfCalendar(calendar: Calendar, after: number, zone: string): bigint | null {
  const localAfter = after + zoneOffset(zone, after);
  const today = Math.floor(localAfter / MS_PER_DAY) * MS_PER_DAY;
  for (let midnight = today; midnight < today + MAX_DAYS * MS_PER_DAY; midnight += MS_PER_DAY) {
    const local = calendar.isDay(dayOf(midnight)) ? firstOfDay(calendar, midnight, localAfter) : null;
    if (local !== null) return BigInt(fromLocal(zone, local)) * NS_PER_MS;
  }
  return null;
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
