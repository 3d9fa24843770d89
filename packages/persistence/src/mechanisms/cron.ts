import { parseAnacron, parseAt, parseCronD, parseSystemCrontab, parseUserCrontab } from "../entries/cron.ts";
import type { Entry, EntryFile } from "../entries/entry.ts";
import { linesMatching } from "../entries/lines.ts";
import { parseRunParts } from "../entries/run-parts.ts";
import type { Mechanism } from "./mechanism.ts";

/** Schedulers of jobs: cron, anacron, at. */
export const CRON: readonly Mechanism[] = [
  {
    id: "crontab",
    row: 1,
    technique: "T1053.003",
    doc: "System crontab",
    trigger: "timer",
    runsAs: "root",
    paths: { any: ["/etc/crontab"] },
    parse: parseSystemCrontab,
  },
  {
    id: "cron_d",
    row: 2,
    technique: "T1053.003",
    doc: "cron.d tables",
    trigger: "timer",
    runsAs: "root",
    paths: { any: ["/etc/cron.d/*", "/usr/local/etc/cron.d/*"], suse: ["/usr/lib/cron.d/*"] },
    parse: parseCronD,
  },
  {
    id: "user_crontab",
    row: 3,
    technique: "T1053.003",
    doc: "Users' crontabs",
    trigger: "timer",
    runsAs: ({ name }) => name,
    paths: {
      debian: ["/var/spool/cron/crontabs/*"],
      rhel: ["/var/spool/cron/*"],
      suse: ["/var/spool/cron/tabs/*"],
      alpine: ["/etc/crontabs/*"],
    },
    parse: parseUserCrontab,
  },
  {
    id: "fcron",
    row: 3,
    technique: "T1053.003",
    doc: "Users' tables of fcron",
    trigger: "timer",
    runsAs: ({ name }) => name.replace(/\.orig$/, ""),
    paths: { any: ["/var/spool/fcron/*.orig"] },
    parse: parseFcrontab,
  },
  {
    id: "cron_directory",
    row: 4,
    technique: "T1053.003",
    doc: "Programs that cron runs every hour, day, week, month, year",
    trigger: "timer",
    runsAs: "root",
    paths: {
      any: ["/etc/cron.{hourly,daily,weekly,monthly,yearly}/*"],
      alpine: ["/etc/periodic/{15min,hourly,daily,weekly,monthly}/*"],
    },
    parse: (file) => parseRunParts(file).map((entry) => ({ ...entry, ...directorySchedule(file.path) })),
  },
  {
    id: "anacron",
    row: 5,
    technique: "T1053.003",
    doc: "anacron jobs",
    trigger: "timer",
    runsAs: "root",
    paths: { any: ["/etc/anacrontab", "~/.anacron/{anacrontab,etc/anacrontab}", "~/.anacrontab"] },
    parse: parseAnacron,
  },
  {
    id: "at",
    row: 6,
    technique: "T1053.002",
    doc: "at and batch jobs",
    trigger: "timer",
    runsAs: ({ owner }) => owner,
    paths: {
      debian: ["/var/spool/cron/atjobs/*"],
      rhel: ["/var/spool/at/*"],
      suse: ["/var/spool/atjobs/*"],
      arch: ["/var/spool/atd/*"],
    },
    parse: parseAt,
  },
  {
    id: "cron_access",
    row: 7,
    technique: "T1053",
    doc: "Who may use cron and at",
    trigger: "config",
    runsAs: "*",
    paths: { any: ["/etc/{cron,at}.{allow,deny}"] },
    parse: linesMatching({ match: /^\s*(?<command>\S+)/, setting: true }),
  },
];

const fcronLines = linesMatching({
  match:
    /^\s*(?<key>@\S*\s+\w+|&\S*(?:\s+\S+){5}|%\S+(?:\s+[\d*]\S*){2,5}|[\d*]\S*(?:\s+[\d*a-zA-Z]\S*){4})\s+(?<command>\S.*)$/,
});

/** Lines of an fcrontab: by elapsed time, by date with options, once in a while. Source: fcrontab(5). */
function parseFcrontab(file: EntryFile): Entry[] {
  return fcronLines(file).map(({ key = "", ...entry }) => ({ ...entry, scheduleRaw: key }));
}

/** `/etc/cron.daily/x` runs every day. */
function directorySchedule(path: string): { schedule: string; scheduleRaw: string } {
  const period = /(?:cron\.|periodic\/)(\w+)\//.exec(path)?.[1] ?? "";
  return {
    schedule: period === "15min" ? "every 15 minutes" : `every ${period.replace("daily", "dayly").replace(/ly$/, "")}`,
    scheduleRaw: period,
  };
}
