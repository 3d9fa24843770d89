import { toRfc3339 } from "@livetriage/triage-core/text";
import { parseAnacrontab } from "../parse/anacrontab.ts";
import { parseAtJob, parseAtName } from "../parse/at-job.ts";
import { cronWords } from "../parse/cron-schedule.ts";
import { type CronJob, parseCrontab } from "../parse/crontab.ts";
import { payloadOfShell } from "../parse/payload.ts";
import { cronCalendar } from "../schedule/cron-calendar.ts";
import { isZone } from "../schedule/zone.ts";
import type { Entry, EntryFile } from "./entry.ts";
import { DEBIAN_NAME, isDebian } from "./run-parts.ts";

const NS_PER_MINUTE = 60_000_000_000n;

/** Jobs of /etc/crontab, where the sixth field is the user. */
export function parseSystemCrontab(file: EntryFile): Entry[] {
  return crontabEntries(file, "system", null);
}

/** Jobs of /etc/cron.d, with the names that cron itself skips. */
export function parseCronD(file: EntryFile): Entry[] {
  const entries = crontabEntries(file, "system", null);
  return skips(file) ? entries.map(ignored) : entries;
}

/** Jobs of a user's table, named after the user. */
export function parseUserCrontab(file: EntryFile): Entry[] {
  return crontabEntries(file, "user", file.name);
}

const ignored = (entry: Entry): Entry => ({ ...entry, state: "ignored" });

/** Debian's cron takes `[A-Za-z0-9_-]+` only; cronie skips hidden files, backups and package leftovers. */
function skips(file: EntryFile): boolean {
  return isDebian(file) ? !DEBIAN_NAME.test(file.name) : /^[.#]|~$|\.rpm\w*$|\.cfsaved$/.test(file.name);
}

/**
 * Does cron take nothing of the table, for its mode, its owner, or a last line that does not end?
 *
 * Source: process_crontab and load_user of Debian's cron, process_crontab of cronie.
 */
function isRefused(file: EntryFile, grammar: "system" | "user"): boolean {
  const { mode, owner } = file;
  if (isDebian(file)) {
    const wrong = grammar === "user" ? mode !== 0o600 : (mode & 0o022) !== 0 || owner !== "root";
    return wrong || !file.text.endsWith("\n");
  }
  return file.distribution.some((id) => /^(?:rhel|fedora|suse|arch)$/.test(id)) && (mode & 0o7533) !== 0o400;
}

function crontabEntries(file: EntryFile, grammar: "system" | "user", owner: string | null): Entry[] {
  const { jobs, malformed } = parseCrontab(file.text, grammar);
  const entries = jobs.map((job): Entry => {
    const boot = /^@reboot$/i.test(job.schedule);
    return {
      line: job.line,
      trigger: boot ? "boot" : "timer",
      schedule: cronWords(job.schedule),
      scheduleRaw: job.schedule,
      ...whenOf(job),
      runsAs: job.user ?? owner,
      command: job.command,
      interpreter: job.environment.get("SHELL") ?? "/bin/sh",
      environment: [...job.environment].map(([name, value]) => `${name}=${value}`),
      payload: payloadOfShell(expand(job.command, job.environment)),
      raw: job.raw,
    };
  });
  const all = [...entries, ...malformed.map(ignoredLine)].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return isRefused(file, grammar) ? all.map(ignored) : all;
}

/** A line that is no job: cron and anacron pass over it. */
function ignoredLine({ line, raw }: { readonly line: number; readonly raw: string }): Entry {
  return { line, command: null, payload: null, raw, state: "ignored", context: ["malformed_line"] };
}

function whenOf({ schedule, environment }: CronJob): Pick<Entry, "when"> {
  const zone = environment.get("CRON_TZ") ?? null;
  const calendar = cronCalendar(schedule, zone !== null && isZone(zone) ? zone : null);
  return calendar === null ? {} : { when: { calendars: [calendar] } };
}

/** `$NAME` and `${NAME}` of the table's own settings. */
function expand(command: string, environment: ReadonlyMap<string, string>): string {
  return command.replace(/\$(?:\{(\w+)\}|(\w+))/g, (all, braced?: string, bare?: string) => {
    return environment.get(braced ?? bare ?? "") ?? all;
  });
}

/** Jobs of an anacrontab. */
export function parseAnacron(file: EntryFile): Entry[] {
  const { jobs, malformed } = parseAnacrontab(file.text);
  return [
    ...jobs.map((job): Entry => {
      const days = /^\d+$/.test(job.period) ? `every ${job.period} days` : cronWords(job.period);
      return {
        line: job.line,
        name: job.id,
        schedule: `${days}, ${job.delay} minutes after anacron starts`,
        scheduleRaw: `${job.period} ${job.delay}`,
        command: job.command,
        interpreter: job.environment.get("SHELL") ?? "/bin/sh",
        environment: [...job.environment].map(([name, value]) => `${name}=${value}`),
        payload: payloadOfShell(expand(job.command, job.environment)),
        raw: job.raw,
      };
    }),
    ...malformed.map(ignoredLine),
  ];
}

/** The job of an at spool file; other files there (`.SEQ`) are none. */
export function parseAt(file: EntryFile): Entry[] {
  const name = parseAtName(file.name);
  const job = parseAtJob(file.text);
  if (file.name === ".SEQ" || (name === null && job.commands.length === 0)) return [];
  const command = job.commands.join("\n");
  return [
    {
      line: job.line,
      name: file.name,
      ...(name === null
        ? { state: "ignored" as const }
        : {
            schedule: `once at ${toRfc3339(BigInt(name.minutes) * NS_PER_MINUTE)}`,
            scheduleRaw: String(name.minutes),
            when: { instants: [BigInt(name.minutes) * NS_PER_MINUTE] },
          }),
      ...(job.uid === null ? {} : { uid: job.uid }),
      runsAs: job.uid === null ? job.user : (file.userName(job.uid) ?? job.user ?? String(job.uid)),
      command: command === "" ? null : command,
      interpreter: "/bin/sh",
      payload: command === "" ? null : payloadOfShell(command),
    },
  ];
}
