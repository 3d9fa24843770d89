const NS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400n;

const UNITS: Readonly<Record<string, bigint>> = {
  s: 1n,
  m: 60n,
  h: 3_600n,
  d: SECONDS_PER_DAY,
  w: 7n * SECONDS_PER_DAY,
};

/**
 * A time as RFC 3339 text in UTC, exact to the nanosecond.
 *
 * Shape: `2026-11-23T03:33:18.000000001Z`; whole seconds have no fraction. Years outside 0000 to 9999, which RFC 3339
 *        cannot say, are written as in ISO 8601 with a sign and at least five digits: `+292277-01-09T04:00:54Z`.
 * Units: nanoseconds since the epoch.
 */
export function toRfc3339(ns: bigint): string {
  const seconds = floorDiv(ns, NS_PER_SECOND);
  const fraction = ns - seconds * NS_PER_SECOND;
  const days = floorDiv(seconds, SECONDS_PER_DAY);
  const second = Number(seconds - days * SECONDS_PER_DAY);
  const { year, month, day } = civilFromDays(days);
  const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map((n) => pad(n, 2)).join(":");
  const tail = fraction === 0n ? "" : `.${pad(Number(fraction), 9)}`;
  return `${yearText(year)}-${pad(month, 2)}-${pad(day, 2)}T${clock}${tail}Z`;
}

type DateTime = [year: number, month: number, day: number, hour: number, minute: number, second: number];

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/**
 * RFC 3339 text with a zone to nanoseconds since the epoch; null when it is anything else, a time without zone included.
 *
 * Shape: `2026-11-23T03:33:18Z`, `2026-11-23 04:33:18.5+01:00`.
 */
export function parseRfc3339(text: string): bigint | null {
  const match = RFC_3339.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as DateTime;
  const [zoneHour, zoneMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 60 || zoneHour > 23 || zoneMinute > 59) return null;
  const offset = BigInt(zoneHour * 3600 + zoneMinute * 60) * (match[8] === "-" ? -1n : 1n);
  const seconds =
    daysFromCivil(year, month, day) * SECONDS_PER_DAY + BigInt(hour * 3600 + minute * 60 + second) - offset;
  return seconds * NS_PER_SECOND + BigInt((match[7] ?? "").padEnd(9, "0"));
}

/** `90s`, `15m`, `24h`, `30d`, `2w` to nanoseconds; null for anything else. */
export function parseDuration(text: string): bigint | null {
  const match = /^(\d{1,9})([smhdw])$/.exec(text);
  if (match === null) return null;
  return BigInt(match[1] as string) * (UNITS[match[2] as string] as bigint) * NS_PER_SECOND;
}

/** Days since the epoch to a date of the proleptic Gregorian calendar, by 400-year eras that start on 1 March. */
function civilFromDays(days: bigint): { year: bigint; month: number; day: number } {
  const shifted = days + 719_468n;
  const era = floorDiv(shifted, 146_097n);
  const dayOfEra = Number(shifted - era * 146_097n);
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = BigInt(yearOfEra) + era * 400n + (month <= 2 ? 1n : 0n);
  return { year, month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 };
}

/** The inverse of `civilFromDays` for the years that RFC 3339 knows. */
function daysFromCivil(year: number, month: number, day: number): bigint {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return BigInt(era * 146_097 + dayOfEra - 719_468);
}

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] as number;
}

function yearText(year: bigint): string {
  if (year >= 0n && year <= 9999n) return pad(Number(year), 4);
  const digits = (year < 0n ? -year : year).toString().padStart(5, "0");
  return (year < 0n ? "-" : "+") + digits;
}

function floorDiv(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
