import type { LosslessString } from "@livetriage/triage-core/text";
import type { PlacedEntry } from "../candidate.ts";
import { directoryOf } from "../directory-of.ts";
import { anacronCalendars } from "../schedule/anacron-calendar.ts";
import type { When } from "../schedule/calendar.ts";
import type { Entry } from "./entry.ts";

const NS_PER_MINUTE = 60_000_000_000n;

/** A condition on anacron, which does not start it. */
const GUARD = /(?:test|\[)\s+(?:!\s+)?-[a-z]\s+\S*anacron\b/g;

/** What starts all programs of a directory. */
const RUN_PARTS = /\brun-parts\s(?:[^;&|]*\s)?(?<directory>\/[^\s;&|]+)/;

/** What is looked at of a command: expressions try every place of it. */
const COMMAND_LENGTH = 1024;

/** The longest delay of a job that is one. Units: minutes. */
const MAX_DELAY = 525_600;

/** Tables of cron and anacron, which run programs of directories. */
const RUNNERS: ReadonlySet<string> = new Set(["crontab", "cron_d", "user_crontab", "anacron"]);

/**
 * Give jobs of anacron and programs of cron's directories the times of what starts them. `lastRuns` holds the dates of
 * anacron's jobs, null for one that never ran; a job that is not in it has none that is known.
 */
export function scheduleStarted(
  entries: readonly PlacedEntry[],
  lastRuns: ReadonlyMap<string, LosslessString | null>,
): PlacedEntry[] {
  const anacronStarts = entries.filter(startsAnacron).concat(hourlyStarts(entries));
  const withJobs = entries.map((one): PlacedEntry => {
    const lastRun = one.mechanism.id === "anacron" ? lastRuns.get(one.entry.name ?? "") : undefined;
    const when = lastRun === undefined ? null : whenOfJob(one.entry, lastRun, anacronStarts);
    return when === null ? one : { ...one, entry: { ...one.entry, when } };
  });
  const runners = directoryRunners(withJobs);
  return withJobs.map((one): PlacedEntry => {
    const runner = one.mechanism.id === "cron_directory" ? runners.get(directoryOf(one.place.file.path)) : undefined;
    return runner?.when === undefined ? one : { ...one, entry: { ...one.entry, when: runner.when } };
  });
}

function whenOfJob(entry: Entry, lastRun: LosslessString | null, starts: readonly PlacedEntry[]): When | null {
  const [period = "", delay = ""] = entry.scheduleRaw?.split(" ") ?? [];
  const hours = entry.environment?.findLast((setting) => setting.startsWith("START_HOURS_RANGE="))?.split("=")[1];
  const job = { period, delay: Number(delay), lastRun, hours: hours ?? null };
  if (job.delay > MAX_DELAY) return null;
  const calendars = starts.flatMap(({ entry: { when } }) => when?.calendars ?? []);
  const taken = calendars.flatMap((calendar) => anacronCalendars(calendar, job) ?? []);
  return taken.length === 0 ? null : { calendars: taken, delay: BigInt(job.delay) * NS_PER_MINUTE };
}

function startsAnacron({ entry, mechanism }: PlacedEntry): boolean {
  const isTimed = entry.when?.calendars !== undefined && isOn(entry) && mechanism.id !== "anacron";
  return isTimed && /\banacron\b/.test((entry.command ?? "").slice(0, COMMAND_LENGTH).replace(GUARD, ""));
}

/** RHEL's cron starts anacron by a program of cron.hourly. */
function hourlyStarts(entries: readonly PlacedEntry[]): PlacedEntry[] {
  const isThere = entries.some(({ place, entry }) => place.file.path === "/etc/cron.hourly/0anacron" && isOn(entry));
  return isThere ? entries.filter((one) => directoryRunBy(one) === "/etc/cron.hourly") : [];
}

/** What runs each directory: anacron where it does, for cron's own lines leave that to it. */
function directoryRunners(entries: readonly PlacedEntry[]): ReadonlyMap<LosslessString, Entry> {
  const isAnacron = ({ mechanism }: PlacedEntry) => Number(mechanism.id === "anacron");
  const anacronLast = entries.toSorted((a, b) => isAnacron(a) - isAnacron(b));
  return new Map(
    anacronLast.flatMap((one) => {
      const directory = directoryRunBy(one);
      return directory === null ? [] : [[directory, one.entry] as const];
    }),
  );
}

function directoryRunBy({ mechanism, entry }: PlacedEntry): LosslessString | null {
  if (!RUNNERS.has(mechanism.id) || !isOn(entry)) return null;
  const { directory } = RUN_PARTS.exec((entry.command ?? "").slice(0, COMMAND_LENGTH))?.groups ?? {};
  return directory?.replace(/\/$/, "") ?? null;
}

function isOn({ state }: Entry): boolean {
  return state === undefined || state === "enabled";
}
