import type { MemEntries } from "@livetriage/triage-core/testing";
import { executable, link, type Plant } from "./plant.ts";

/** 23 November 2026, 12:00 UTC, is now; the host booted two days before. */
const atNs = (time: string) => BigInt(Date.parse(`2026-11-${time}Z`)) * 1_000_000n;

/** The link that the manager makes when a unit's processes are started. */
const started = (unit: string, time: string): MemEntries => ({
  [`/run/systemd/units/invocation:${unit}`]: { link: "0123456789abcdef0123456789abcdef", mtime_ns: atNs(time) },
});

const stamp = (path: string, time: string): MemEntries => ({ [path]: { content: "", mtime_ns: atNs(time) } });

const SYSTEM = "/etc/systemd/system";
const ALICE = "/home/alice/.config/systemd/user";
const JOB = "[Service]\nExecStart=/opt/job\n";

/** An enabled timer with these settings, and what is known of earlier runs. */
function timer(settings: string, next: string | null, traces: MemEntries = {}, directory = SYSTEM): Plant {
  const runsAs = directory === ALICE ? "alice" : "root";
  return {
    name: `a timer with ${settings.replaceAll("\n", " ")} runs next at ${next}`,
    files: {
      [`${directory}/job.timer`]: `[Timer]\n${settings}\n[Install]\nWantedBy=timers.target\n`,
      [`${directory}/job.service`]: JOB,
      [`${directory}/timers.target.wants/job.timer`]: link("../job.timer"),
      ...traces,
    },
    expect: [
      {
        mechanism: "systemd_timer",
        path: `${directory}/job.timer`,
        trigger: "timer",
        runs_as: runsAs,
        command: "/opt/job",
        argv: ["/opt/job"],
        state: "enabled",
        next_run: next,
      },
    ],
  };
}

const ANACRON = { mechanism: "anacron", path: "/etc/anacrontab", trigger: "timer", runs_as: "root" } as const;
const RUN = { argv: null, state: "enabled" } as const;

/** Next runs that depend on what ran before. */
export const NEXT_RUN_PLANTS: readonly Plant[] = [
  timer("OnBootSec=3d", "2026-11-24T12:00:00Z"),
  timer("OnStartupSec=3d", "2026-11-24T12:00:00Z"),
  timer("OnBootSec=15min\nOnUnitActiveSec=1d", null),
  timer("OnBootSec=3d\nOnUnitActiveSec=5d", "2026-11-24T12:00:00Z"),
  timer("OnBootSec=3d\nOnUnitInactiveSec=1d", null),
  timer("OnUnitActiveSec=1d", "2026-11-24T11:00:00Z", started("job.service", "23T11:00:00")),
  timer("OnUnitActiveSec=30min", null, started("job.service", "23T11:00:00")),
  timer("OnActiveSec=3d", null),
  timer(
    "OnCalendar=daily\nPersistent=false",
    "2026-11-24T00:00:00Z",
    stamp("/var/lib/systemd/timers/stamp-job.timer", "21T00:00:00"),
  ),
  timer(
    "OnCalendar=daily\nPersistent=true",
    "2026-11-24T00:00:00Z",
    stamp("/var/lib/systemd/timers/stamp-job.timer", "23T00:00:01"),
  ),
  timer("OnCalendar=daily\nPersistent=true", "2026-11-24T00:00:00Z"),
  timer("OnCalendar=daily\nPersistent=true", null, stamp("/var/lib/systemd/timers/stamp-job.timer", "21T00:00:00")),
  timer("OnStartupSec=6h", "2026-11-23T17:00:00Z", started("user@1000.service", "23T11:00:00"), ALICE),
  timer("OnStartupSec=6h", null, {}, ALICE),
  timer(
    "OnCalendar=daily\nPersistent=yes",
    null,
    stamp("/home/alice/.local/share/systemd/timers/stamp-job.timer", "21T00:00:00"),
    ALICE,
  ),
  {
    name: "systemd-run --on-active=30m, ten minutes ago",
    files: {
      "/run/systemd/transient/run-7.timer": { content: "[Timer]\nOnActiveSec=30min\n", mtime_ns: atNs("23T11:50:00") },
      "/run/systemd/transient/run-7.service": "[Service]\nExecStart=/tmp/x\n",
    },
    expect: [
      {
        mechanism: "systemd_timer",
        path: "/run/systemd/transient/run-7.timer",
        trigger: "timer",
        runs_as: "root",
        command: "/tmp/x",
        argv: ["/tmp/x"],
        state: "enabled",
        next_run: "2026-11-23T12:20:00Z",
      },
    ],
  },
  {
    name: "anacron as Debian starts it: by a timer, and a line of cron.d; cron.daily is anacron's",
    files: {
      "/etc/anacrontab":
        "1\t5\tcron.daily\trun-parts --report /etc/cron.daily\n7 10 weekly /opt/w\n@monthly 15 m /opt/m\n3 1 new /opt/n\n2 1 a/b /opt/ab\n",
      "/etc/cron.d/anacron":
        "30 7-23 * * * root [ -x /etc/init.d/anacron ] && if [ ! -d /run/systemd/system ]; then invoke-rc.d anacron start; fi\n",
      "/etc/crontab": "25 6 * * * root test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }\n",
      "/etc/cron.daily/backup": executable("#!/bin/sh\n/opt/b\n"),
      "/var/spool/anacron/cron.daily": "20261123\n",
      "/var/spool/anacron/weekly": "20261119\n",
      "/var/spool/anacron/m": "20261110\n",
    },
    expect: [
      { ...ANACRON, ...RUN, command: "run-parts --report /etc/cron.daily", next_run: "2026-11-24T07:35:00Z" },
      { ...ANACRON, ...RUN, command: "/opt/w", next_run: "2026-11-26T07:40:00Z" },
      { ...ANACRON, ...RUN, command: "/opt/m", next_run: "2026-12-10T07:45:00Z" },
      { ...ANACRON, ...RUN, command: "/opt/n", next_run: "2026-11-23T12:31:00Z" },
      { ...ANACRON, ...RUN, command: "/opt/ab", next_run: null },
      {
        mechanism: "cron_directory",
        path: "/etc/cron.daily/backup",
        trigger: "timer",
        runs_as: "root",
        command: "/etc/cron.daily/backup",
        argv: ["/etc/cron.daily/backup"],
        state: "enabled",
        next_run: "2026-11-24T07:35:00Z",
      },
    ],
  },
  {
    name: "anacron as Fedora starts it: by cron.hourly, from three to ten",
    trap: true,
    files: {
      "/etc/anacrontab": "START_HOURS_RANGE=3-22\n1 5 cron.daily nice run-parts /etc/cron.daily\n",
      "/etc/cron.d/0hourly": "SHELL=/bin/bash\n01 * * * * root run-parts /etc/cron.hourly\n",
      "/etc/cron.hourly/0anacron": executable("#!/bin/sh\n/usr/sbin/anacron -s\n"),
      "/var/spool/anacron/cron.daily": "20261123\n",
    },
    expect: [
      { ...ANACRON, ...RUN, command: "nice run-parts /etc/cron.daily", next_run: "2026-11-24T03:06:00Z" },
      {
        mechanism: "cron_directory",
        path: "/etc/cron.hourly/0anacron",
        trigger: "timer",
        runs_as: "root",
        command: "/etc/cron.hourly/0anacron",
        argv: ["/etc/cron.hourly/0anacron"],
        state: "enabled",
        next_run: "2026-11-23T12:01:00Z",
      },
    ],
  },
  {
    name: "a job of anacron that nothing starts",
    files: { "/etc/anacrontab": "1 5 job /opt/j\n" },
    expect: [{ ...ANACRON, ...RUN, command: "/opt/j", next_run: null }],
  },
];
