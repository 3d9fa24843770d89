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

/** When an entry runs, as far as its own words and the traces of earlier runs decide that. Units: nanoseconds, instants since the epoch. */
export interface When {
  readonly calendars?: readonly Calendar[];
  /** It runs when a calendar first comes after this run, however long ago that was; without it, after now. */
  readonly lastRun?: bigint | null;
  /** How long after its calendars it runs. */
  readonly delay?: bigint;
  readonly instants?: readonly bigint[];
  /** It may run at any time from these on: what decides that left no trace. */
  readonly unsureFrom?: readonly bigint[];
}

/** Every value of a field. */
export function allOf(from: number, to: number, step = 1): number[] {
  return Array.from({ length: Math.max(Math.floor((to - from) / step) + 1, 0) }, (_unused, i) => from + i * step);
}
