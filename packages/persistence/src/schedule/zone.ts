const MS_PER_MINUTE = 60_000;

/** Zones without an offset; what loads the others' takes longer than all timers of a host. */
const UTC = /^(?:Etc\/)?(?:UTC|UCT|GMT|Universal|Zulu|Greenwich)$/;

const formats = new Map<string, Intl.DateTimeFormat | null>();

/** What a zone adds to UTC at an instant; 0 for zones that are not known here. Units: milliseconds. */
export function zoneOffset(zone: string, utcMs: number): number {
  const format = UTC.test(zone) ? null : formatOf(zone);
  if (format === null) return 0;
  const name = format.formatToParts(utcMs).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const match = /^GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === "-" ? -minutes : minutes) * MS_PER_MINUTE;
}

/** The instant at which clocks of a zone show a local time; in the hour that spring leaves out, that of the old offset. */
export function fromLocal(zone: string, localMs: number): number {
  const guess = localMs - zoneOffset(zone, localMs);
  return localMs - zoneOffset(zone, guess);
}

/** Is it a zone of the IANA database, as far as it is known here? */
export function isZone(zone: string): boolean {
  return UTC.test(zone) || formatOf(zone) !== null;
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = makeFormat(zone);
  formats.set(zone, made);
  return made;
}

function makeFormat(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  } catch {
    return null;
  }
}
