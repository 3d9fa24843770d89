import type { When } from "../schedule/calendar.ts";
import { parseOnCalendar } from "../schedule/on-calendar.ts";
import { parseTimeSpan } from "../schedule/time-span.ts";
import { activatedUnit } from "./activation.ts";
import { allValues, type EffectiveUnit, isSet } from "./effective.ts";
import type { Manager } from "./manager.ts";

/** When things began on a host, as its files tell. Units: nanoseconds since the epoch. */
export interface TimerTimes {
  /** Null for an image, where nothing runs. */
  readonly boot: bigint | null;
  /** When persistent timers elapsed last, by the paths of their stamps. */
  readonly stamps: ReadonlyMap<string, bigint>;
  /** When services of the system that are running now were started, by name. */
  readonly started: ReadonlyMap<string, bigint>;
  /** When the managers of users were started, by user. */
  readonly userManagers: ReadonlyMap<string | null, bigint>;
  /** When transient units were made, by path. */
  readonly made: ReadonlyMap<string, bigint>;
}

/** Directory of the stamps of persistent timers of the system, and below a home of its user's. Source: systemd.timer(5), `Persistent=`. */
export const STAMPS = "/var/lib/systemd/timers";
export const STAMPS_OF_HOME = ".local/share/systemd/timers";

/**
 * When a timer elapses. What counts from a moment that left no trace can come at any time from boot and the span on.
 *
 * Source: systemd.timer(5); systemd, src/core/timer.c, timer_enter_waiting().
 */
export function timerWhen(manager: Manager, unit: EffectiveUnit, times: TimerTimes): When {
  const calendars = allValues(unit, "Timer", "OnCalendar").flatMap((value) => parseOnCalendar(value) ?? []);
  const lastRun = isSet(unit, "Timer", "Persistent") ? (times.stamps.get(stampOf(manager, unit)) ?? null) : null;
  const { boot } = times;
  if (boot === null) return { calendars, lastRun };
  const spans = Object.entries(basesOf(manager, unit, times)).flatMap(([key, base]) =>
    allValues(unit, "Timer", key).flatMap((value) => {
      const span = parseTimeSpan(value);
      return span === null ? [] : [{ base, time: (base ?? boot) + span }];
    }),
  );
  return {
    calendars,
    lastRun,
    instants: spans.flatMap(({ base, time }) => (base === null ? [] : [time])),
    unsureFrom: spans.flatMap(({ base, time }) => (base === null ? [time] : [])),
  };
}

/** The moments that spans of a timer count from; null where nothing tells. */
function basesOf(manager: Manager, unit: EffectiveUnit, times: TimerTimes): Readonly<Record<string, bigint | null>> {
  const isSystem = manager.scope === "system";
  return {
    OnBootSec: times.boot,
    OnStartupSec: isSystem ? times.boot : (times.userManagers.get(manager.home?.user ?? null) ?? null),
    OnActiveSec: times.made.get(unit.fragment?.file.path ?? "") ?? null,
    OnUnitActiveSec: isSystem ? (times.started.get(activatedUnit(unit) ?? "") ?? null) : null,
    OnUnitInactiveSec: null,
  };
}

function stampOf({ home }: Manager, { realName }: EffectiveUnit): string {
  return `${home === null ? STAMPS : `${home.path}/${STAMPS_OF_HOME}`}/stamp-${realName}`;
}
