/** A day as calendars ask for it. */
export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly daysInMonth: number;
}

/** Instants of a local calendar at which something runs. */
export interface Calendar {
  readonly isDay: (day: CalendarDay) => boolean;
  /** Ascending. */
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly seconds: readonly number[];
  /** Zone that the calendar names itself; null for the host's. */
  readonly zone: string | null;
}

/** When an entry runs, as far as its own words decide that. */
export interface When {
  readonly calendars?: readonly Calendar[];
  /** Nanoseconds after boot. */
  readonly afterBoot?: readonly bigint[];
  /** One instant, nanoseconds since the epoch. */
  readonly at?: bigint;
}

/** Every value of a field. */
export function allOf(from: number, to: number, step = 1): number[] {
  return Array.from({ length: Math.max(Math.floor((to - from) / step) + 1, 0) }, (_unused, i) => from + i * step);
}
