const NS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400n;
/** After an era the calendar is the same again, so that one date serves for all: `Date` ends at the year 275760. */
const YEARS_PER_ERA = 400n;
const SECONDS_PER_ERA = 146_097n * SECONDS_PER_DAY;

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
  const fraction = Number(ns - seconds * NS_PER_SECOND);
  const era = floorDiv(seconds, SECONDS_PER_ERA);
  const text = new Date(Number(seconds - era * SECONDS_PER_ERA) * 1000).toISOString();
  const year = era === 0n ? text.slice(0, 4) : yearText(BigInt(text.slice(0, 4)) + era * YEARS_PER_ERA);
  const tail = fraction === 0 ? "" : `.${String(fraction).padStart(9, "0")}`;
  return `${year}${text.slice(4, 19)}${tail}Z`;
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

/** Days since the epoch of a date of the proleptic Gregorian calendar, by 400-year eras that start on 1 March. */
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
  if (year >= 0n && year <= 9999n) return year.toString().padStart(4, "0");
  const digits = (year < 0n ? -year : year).toString().padStart(5, "0");
  return (year < 0n ? "-" : "+") + digits;
}

function floorDiv(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n);
}
