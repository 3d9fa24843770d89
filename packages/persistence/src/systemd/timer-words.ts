import type { EffectiveUnit } from "./effective.ts";

const WORDS: Readonly<Record<string, (value: string) => string>> = {
  OnCalendar: (value) => `on the calendar ${value}`,
  OnActiveSec: (value) => `${value} after it was activated`,
  OnBootSec: (value) => `${value} after boot`,
  OnStartupSec: (value) => `${value} after the manager started`,
  OnUnitActiveSec: (value) => `every ${value} after its unit started`,
  OnUnitInactiveSec: (value) => `${value} after its unit ended`,
  OnClockChange: () => "when the clock is set",
  OnTimezoneChange: () => "when the time zone is changed",
};

/** The schedule of a timer in words and as written; both empty when it never elapses. Source: systemd.timer(5). */
export function timerSchedule(unit: EffectiveUnit): { words: string; raw: string } {
  const settings = unit.settings.filter(({ section, key }) => section === "Timer" && key in WORDS);
  return {
    words: settings.map(({ key, value }) => WORDS[key]?.(value) ?? "").join("; "),
    raw: settings.map(({ key, value }) => `${key}=${value}`).join("; "),
  };
}
