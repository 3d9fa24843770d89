import type { Condition } from "../condition.ts";
import { differences, untold } from "../differences.ts";

/** Configuration that every phase of ours reads, or the runtime. */
const CONFIGURATION =
  "/etc/passwd /etc/group /etc/os-release /etc/hostname /etc/crontab /etc/machine-id /etc/timezone /etc/localtime /etc/resolv.conf /etc/ld.so.conf /etc/profile /etc/environment /etc/rc.local /etc/nsswitch.conf /etc/fstab /etc/inittab /etc/sudoers /etc/shadow /etc/ssh/sshd_config /etc/ssl/openssl.cnf /usr/lib/ssl/openssl.cnf /etc/cron.d/job /etc/systemd/system/unit.service /var/spool/cron/crontabs/root /root/.bashrc /root/.profile /root/.ssh/authorized_keys /home/user/.bashrc /var/lib/dpkg/status /var/lib/pacman/local /lib/apk/db/installed /var/run/utmp /var/lib/systemd/linger/x";

const plantConfiguration = (make: string): string => `
  rm -f /etc/passwd /etc/group /etc/os-release /etc/hostname /etc/crontab
  for file in ${CONFIGURATION}; do mkdir -p "\${file%/*}"; ${make}; done`;

const engines = (script: string): string => `${script}\ncollect --engine both`;

/** Files that are not what they should be. */
export const FILES: readonly Condition[] = [
  {
    id: "fifos",
    title: "a FIFO at every path of configuration",
    script: `${plantConfiguration('mkfifo "$file"')}\ncollect`,
    says: "each as a FIFO, opened by nobody",
    wrong: ({ entries }) => [
      ...differences("cron.d", entries("/etc/cron.d/job")[0] ?? {}, { type: "fifo", signals: ["not_regular"] }),
      ...differences("crontab", entries("/etc/crontab")[0] ?? {}, { type: "fifo" }),
    ],
    peers: [{ command: "cat /etc/cron.d/*", tells: /never/ }],
  },
  {
    id: "devices",
    title: "links to /dev/zero, /proc/kcore, a device and a socket at every path of configuration",
    script: `
      ${plantConfiguration('case $((i = (i + 1) % 4)) in 0) ln -s /dev/zero "$file";; 1) ln -s /proc/kcore "$file";; 2) mknod "$file" c 1 5;; 3) ln -s /dev/random "$file";; esac')}
      collect`.replace("\n", "\n  i=0"),
    says: "each with its type, read by nobody",
    wrong: ({ entries }) =>
      entries("/etc/crontab").length > 0 && entries("/etc/cron.d/job").length > 0 ? [] : ["an entry is missing"],
  },
  {
    id: "links-into-proc",
    title: "configuration that links to memory, arguments and descriptors of processes, and in circles",
    script: `
      start odd idle
      ln -s /proc/$!/mem /etc/cron.d/mem; ln -s /proc/$!/cmdline /etc/cron.d/cmdline; ln -s /proc/$!/root/etc/shadow /etc/cron.d/root
      ln -s /proc/self/fd/0 /etc/cron.d/fd; ln -s a /etc/cron.d/b; ln -s b /etc/cron.d/a; ln -s /etc/cron.d/self/x /etc/cron.d/self
      ln -s ../../../../../../../etc/passwd /etc/cron.d/up
      collect`,
    says: "every link with its target",
    wrong: ({ entries }) =>
      ["mem", "cmdline", "root", "fd", "a", "b", "self", "up"].flatMap((name) =>
        differences(name, entries(`/etc/cron.d/${name}`)[0] ?? {}, { type: "symlink" }),
      ),
  },
  {
    id: "sparse",
    title: "sparse files of 50 GB as a script, a crontab and the table of users",
    script: `
      truncate -s 50G /etc/cron.d/large; truncate -s 50G /tmp/large; chmod 755 /tmp/large
      printf 'root:x:0:0::/root:/bin/sh\\n' > /etc/passwd; truncate -s 50G /etc/passwd
      collect`,
    says: "size and blocks; the beginning was read, no more",
    wrong: ({ file, entries }) => [
      ...differences("file", file("/tmp/large"), { size: String(50 * 2 ** 30), context: ["sparse"] }),
      ...differences("entry", entries("/etc/cron.d/large")[0] ?? {}, { context: ["file_truncated"] }),
    ],
    peers: [{ command: "sha256sum /tmp/large", tells: /large/ }],
  },
  {
    id: "crowd",
    title: "300,000 files in one directory",
    script: `
      echo '#!/bin/sh' > /tmp/implant; chmod 755 /tmp/implant
      mkdir /tmp/crowd; chown 1000 /tmp/crowd; setpriv --reuid=1000 --regid=1000 --clear-groups odd-files crowd /tmp/crowd 300000 > /dev/null
      collect`,
    says: "all of them counted or folded, and every program outside of it",
    allowance: 20_000,
    wrong: ({ rows, truncations, entries, file }) => [
      ...differences("implant", file("/tmp/implant"), { executable: true }),
      ...(truncations("recent-files").length > 0 || rows("recent-files").some((row) => "folded" in row)
        ? []
        : ["nothing tells of the crowd"]),
      ...(entries("/etc/crontab").length > 0 ? [] : ["/etc/crontab is missing"]),
    ],
  },
  {
    id: "crowd-of-config",
    title: "100,000 files in /etc/cron.d",
    script: `odd-files crowd /etc/cron.d 100000 > /dev/null\ncollect`,
    says: "how many were not kept; the crontab beside them",
    allowance: 20_000,
    wrong: ({ truncations, entries }) => [
      ...(truncations("persistence").length > 0 ? [] : ["no truncation"]),
      ...(entries("/etc/crontab").length > 0 ? [] : ["/etc/crontab is missing"]),
    ],
  },
  {
    id: "deep",
    title: "directories 4,096 deep",
    script: engines("mkdir /tmp/deep; odd-files deep /tmp/deep 4096 > /dev/null"),
    says: "where the depth was cut",
    wrong: ({ truncations }) =>
      truncations("recent-files").some(({ cap }) => cap === "levels") ? [] : ["no truncation of levels"],
    peers: [{ command: "find /tmp/deep", tells: /(\/d){4096}/ }],
  },
  {
    id: "names",
    title: "names with newlines, escapes, bidirectional marks, invalid UTF-8, shell words and formulas",
    script: engines(`
      cd /tmp; for name in $'a\\nb' $'\\e[2J' $'\\xe2\\x80\\xaegnp.sh' $'\\xff\\xfe' '$(id)' '-rf' '=cmd|x' '..;' ' '; do echo '#!/bin/sh' > "./$name"; chmod 755 "./$name"; done`),
    says: "every name with its bytes",
    wrong: ({ rows }) =>
      ["a\nb", "\u001b[2J", "\u202egnp.sh", "\\xff\\xfe", "$(id)", "-rf", "=cmd|x", "..;", " "].flatMap((name) =>
        rows("recent-files").some(({ path }) => path === `/tmp/${name}`) ? [] : [`${JSON.stringify(name)} is missing`],
      ),
    peers: [{ command: "ls -l /tmp", tells: /\u202egnp/ }],
  },
  {
    id: "times",
    title: "times in the year 2400, before 1970, and with nanoseconds",
    script: engines(`
      echo '#!/bin/sh' > /tmp/future; touch -d '2400-01-01T00:00:00.123456789Z' /tmp/future
      echo '#!/bin/sh' > /tmp/past; touch -d '1912-06-23T00:00:00.000000001Z' /tmp/past`),
    says: "every time exactly, those of the future and before 1970 as such",
    wrong: ({ file }) => [
      ...differences("future", file("/tmp/future"), {
        modified_at: "2400-01-01T00:00:00.123456789Z",
        signals: ["future_time"],
      }),
      ...differences("past", file("/tmp/past"), {
        modified_at: "1912-06-23T00:00:00.000000001Z",
        signals: ["pre_1970"],
      }),
    ],
  },
  {
    id: "hard-links",
    title: "a hard link to a setuid program, with another name elsewhere",
    script: engines("cp /usr/bin/ls /usr/bin/su; chmod 4755 /usr/bin/su; ln /usr/bin/su /tmp/.x"),
    says: "both names, one inode",
    wrong: ({ file }) =>
      differences("link", file("/tmp/.x"), {
        setuid: true,
        nlink: 2,
        ino: file("/usr/bin/su")["ino"],
        class: "setuid",
      }),
  },
  {
    id: "swap",
    title: "a directory and a link to elsewhere that change places all the time",
    script: `
      mkdir /tmp/a /stage/outside; echo secret > /stage/outside/secret; chmod 755 /stage/outside/secret; ln -s /stage/outside /tmp/b
      start odd odd-files swap /tmp/a /tmp/b
      collect --engine walk`,
    says: "nothing from outside of the tree",
    wrong: ({ rows }) =>
      rows("recent-files").some(({ path }) => String(path).endsWith("/secret")) ? ["the walk left the tree"] : [],
  },
  {
    id: "file-churn",
    title: "files that come and go all the time",
    script: `mkdir /tmp/churn; start odd odd-files churn /tmp/churn; start more odd-files churn /etc/cron.d\ncollect`,
    says: "what stayed",
    wrong: ({ entries }) => (entries("/etc/crontab").length > 0 ? [] : ["/etc/crontab is missing"]),
  },
  {
    id: "leased",
    title: "a crontab under a lease that its holder does not give up",
    script: "start odd held-file lease /etc/crontab\ncollect",
    says: "the crontab, and that it could not be read",
    wrong: ({ entries, errors }) => [
      ...differences("crontab", entries("/etc/crontab")[0] ?? {}, { state: "unreadable" }),
      ...untold(errors("persistence"), { kind: "io", path: /^\/etc\/crontab$/ }),
    ],
    peers: [{ command: "cat /etc/crontab", tells: /root/ }],
  },
  {
    id: "never-permitted",
    title: "a crontab that a listener of fanotify never permits to open",
    script: `
      printf '* * * * * root trap\\n' > /etc/cron.d/trap; printf '* * * * * root /usr/bin/calm\\n' > /etc/cron.d/calm
      start odd held-file fanotify /etc/cron.d/trap
      collect`,
    says: "that it did not answer; every other file of the file system",
    allowance: 2400,
    wrong: ({ entries, errors, file }) => [
      ...untold(errors("persistence"), { kind: "blocked", path: /^\/etc\/cron\.d\/trap$/ }),
      ...differences("the file beside it", entries("/etc/cron.d/calm")[0] ?? {}, { command: "/usr/bin/calm" }),
      ...differences("a file of another phase", file("/etc/crontab"), { type: "file" }),
    ],
    peers: [{ command: "cat /etc/cron.d/trap", tells: /root/ }],
  },
  {
    id: "long-lines",
    title: "configuration with a line of 10 MB, a million lines, and bytes of zero",
    script: `
      head -c 10000000 /dev/zero | tr '\\0' x > /etc/cron.d/line
      seq 1000000 > /etc/cron.d/lines; head -c 1000000 /dev/zero > /etc/cron.d/zeros
      seq -f 'u%g:x:1:0::/home/user:/bin/sh' 0 500000 >> /etc/passwd
      collect`,
    says: "what was read of each",
    allowance: 5_000,
    wrong: ({ entries, errors, document }) => [
      ...(entries("/etc/cron.d/line").length > 0 ? [] : ["no entry for the long line"]),
      ...(errors("persistence").length + (document?.errors.length ?? 0) > 0 ? [] : ["no cut is told"]),
    ],
  },
];
