const NICKNAMES: Readonly<Record<string, string>> = {
  "@reboot": "at boot",
  "@yearly": "every year on 1 January at 00:00",
  "@annually": "every year on 1 January at 00:00",
  "@monthly": "on day 1 of every month at 00:00",
  "@weekly": "every Sunday at 00:00",
  "@daily": "every day at 00:00",
  "@midnight": "every day at 00:00",
  "@hourly": "every hour at minute 0",
  "@every_minute": "every minute",
};

/** A field that is always true. */
const ANY = /^[*?](\/1)?$/;
const NUMBER = /^\d{1,2}$/;

/**
 * A cron schedule in words.
 *
 * Shape: `30 4 * * 1` gives `at 04:30, weekday 1`; a nickname gives what it stands for; what has no plain words is told
 *        field by field: `minute 1-5/2, hour 3,4`.
 */
export function cronWords(schedule: string): string {
  const nickname = NICKNAMES[schedule.toLowerCase()];
  if (nickname !== undefined) return nickname;
  const seconds = /^@(\d+)$/.exec(schedule);
  if (seconds !== null) return `every ${seconds[1]} seconds`;
  const [minute = "*", hour = "*", day = "*", month = "*", weekday = "*"] = schedule.replace(/^-/, "").split(" ");
  const rest = [fieldWords("day", day), fieldWords("month", month), fieldWords("weekday", weekday)].filter(
    (w) => w !== "",
  );
  return [timeWords(minute, hour), ...rest].join(", ");
}

function timeWords(minute: string, hour: string): string {
  if (ANY.test(minute)) return ANY.test(hour) ? "every minute" : `every minute of ${fieldWords("hour", hour)}`;
  if (NUMBER.test(minute) && NUMBER.test(hour)) return `at ${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  const step = /^\*\/(\d+)$/.exec(minute);
  const minutes = step === null ? fieldWords("minute", minute) : `every ${step[1]} minutes`;
  if (!ANY.test(hour)) return `${minutes}, ${fieldWords("hour", hour)}`;
  return step === null ? `every hour at ${minutes}` : minutes;
}

function fieldWords(name: string, value: string): string {
  if (ANY.test(value)) return "";
  const step = /^\*\/(\d+)$/.exec(value);
  return step === null ? `${name} ${value}` : `every ${step[1]} ${name}s`;
}
