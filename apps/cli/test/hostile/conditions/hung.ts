import type { Condition } from "../condition.ts";
import { differences, untold } from "../differences.ts";

const BLOCKED_FILE = 350;
const BLOCKED_OBJECT = 2400;
const MANY_BLOCKED = 8000;

/** Requests of FUSE by number, and where one meets them. */
const REQUESTS = { lookup: 1, getattr: 3, open: 14, read: 15, statfs: 17, opendir: 27, readdir: 28 } as const;

/** A FUSE server that never answers one kind of request, mounted where everybody looks. */
const PLAIN: readonly Condition[] = Object.entries(REQUESTS).map(([name, number]) => ({
  id: `fuse-${name}`,
  title: `a FUSE file system over /srv/share that never answers ${name.toUpperCase()}, and links into it`,
  needs: ["fuse"],
  script: `
    mkdir /srv/share; start server hung-fuse /srv/share ${number} 20
    ln -s /srv/share/f /etc/cron.d/linked
    collect`,
  says: "the mount, that it was not entered and why; the link",
  allowance: 100, // it is not entered: no more than two starts of the command differ
  wrong: ({ document, entries, errors }) => [
    ...untold(errors("recent-files"), { kind: "skipped", why: "policy", path: /^\/srv\/share/ }),
    ...differences("host", document?.host ?? {}, {
      mounts: (mounts: unknown) => JSON.stringify(mounts).includes("fuse.hung"),
    }),
    ...(entries("/etc/cron.d/linked").length > 0 ? [] : ["no entry for the link"]),
  ],
  peers: [
    { command: "find /srv -ls", tells: /srv\/share\/f/ },
    { command: "ls -l /srv/share/f", tells: /r-xr-x/ },
  ],
}));

/** The same below an overlay, whose type tells nothing. */
const HIDDEN: readonly Condition[] = (["lookup", "getattr", "open", "read", "readdir"] as const).map((name) => ({
  id: `overlay-${name}`,
  title: `an overlay over /etc/cron.d whose lower directory is on a FUSE server that never answers ${name.toUpperCase()}`,
  needs: ["fuse"],
  script: `
    mkdir /stage/fuse /stage/upper /stage/work; start server hung-fuse /stage/fuse +${REQUESTS[name]} 20
    mount -t overlay -o lowerdir=/stage/fuse,upperdir=/stage/upper,workdir=/stage/work overlay /etc/cron.d
    kill -USR1 $!
    collect`,
  says: "the place that did not answer; everything outside it",
  allowance: BLOCKED_OBJECT,
  wrong: ({ entries, errors }) => [
    ...untold(errors("persistence"), { kind: "blocked", path: /^\/etc\/cron\.d/ }),
    ...(entries("/etc/crontab").length > 0 ? [] : ["/etc/crontab is missing"]),
  ],
}));

const lock = (victims: string): string => `
  mkdir /stage/fuse
  start server hung-fuse /stage/fuse ${victims} 25; sleep 0.5
  collect --phase proc-tree --phase net-conns`;

/** Pids after the word "ready". */
const victims = (said: string | undefined): string[] => (said ?? "").split(" ").slice(1);

/** Processes whose memory lock somebody holds for ever, so that reading their arguments does not come back. */
const LOCKS: readonly Condition[] = [
  {
    id: "memory-lock",
    title: "a process whose memory lock is held: its arguments cannot be read",
    needs: ["fuse"],
    script: lock("lock1"),
    says: "the process, its arguments `blocked`; everything of all others",
    allowance: BLOCKED_FILE,
    wrong: ({ process, rows, told }) => {
      const [victim] = victims(told["server-said"]);
      return [
        ...differences("process", process(victim), { cmdline_status: "blocked", signals: ["cmdline_blocked"] }),
        ...rows("proc-tree")
          .filter((row) => row["cmdline_status"] === "blocked" && String(row["pid"]) !== victim)
          .map((row) => `${String(row["comm"])} is blocked, too`),
      ];
    },
    peers: [
      { command: "ps -eo pid,args", tells: /hung-fuse/ },
      { command: "ps -eo pid,comm", tells: /hung-fuse/ },
    ],
  },
  {
    id: "memory-locks-nobody",
    title: "the same by a user without rights, and by root",
    needs: ["fuse"],
    script: lock("lock2"),
    says: "both, each with its uid",
    allowance: 2 * BLOCKED_FILE,
    wrong: ({ process, told }) =>
      victims(told["server-said"]).flatMap((pid, i) =>
        differences("process", process(pid), { cmdline_status: "blocked", uid: i === 0 ? 0 : 65534 }),
      ),
    peers: [{ command: "ps -eo pid,args", tells: /hung-fuse/ }],
  },
  {
    id: "memory-locks-100",
    title: "a hundred such processes of one user",
    needs: ["fuse"],
    script: lock("nobody100"),
    says: "all of them, their arguments `blocked` or `skipped`; everything of all others",
    allowance: MANY_BLOCKED,
    wrong: ({ process, rows, told }) => [
      ...victims(told["server-said"]).flatMap((pid) =>
        differences("process", process(pid), { uid: 65534, cmdline_status: /^(blocked|skipped)$/ }),
      ),
      ...rows("proc-tree")
        .filter((row) => /blocked|skipped/.test(String(row["cmdline_status"])) && row["uid"] !== 65534)
        .map((row) => `${String(row["comm"])} of another user is not read`),
    ],
    peers: [{ command: "ps -eo pid,args", tells: /hung-fuse/ }],
  },
];

/** Processes that lead into a file system that does not answer. */
const LEADING: readonly Condition[] = [
  {
    id: "fuse-descriptor",
    title: "a process with descriptors and its working directory in a FUSE file system that then stops answering",
    needs: ["fuse"],
    script: `
      mkdir /srv/share; start server hung-fuse /srv/share +${REQUESTS.getattr} 20; server=$!
      (cd /srv/share; exec odd-process files 10 < f) > /stage/said-odd 2>&1 3>&- & tell odd $!
      sleep 0.2; kill -USR1 $server; files=(/proc/$!/fd/*); tell count \${#files[@]}
      collect`,
    says: "the descriptors by their links alone",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd"]), { cwd: "/srv/share", fds: Number(told["count"]) }),
  },
  {
    id: "fuse-program",
    title: "a running program whose file lies in a FUSE file system that stops answering",
    needs: ["fuse"],
    script: `
      mkdir /srv/share; start server hung-fuse /srv/share +${REQUESTS.read} 20 /stage/bin/idle; server=$!
      start odd /srv/share/f; odd=$!; kill -USR1 $server
      tell exe "$(readlink /proc/$odd/exe)"
      collect`,
    says: "the process and the path of its program, the hash `blocked`",
    allowance: BLOCKED_OBJECT,
    wrong: ({ process, told, errors }) => [
      ...differences("process", process(told["odd"]), { exe: "/srv/share/f", cmdline_status: "read" }),
      ...untold(errors("proc-tree"), { kind: "blocked", source: /exe/ }),
    ],
    peers: [{ command: "sha256sum /proc/$odd/exe", tells: /[0-9a-f]{64}/ }],
  },
];

/** File systems that do not answer, and what waits for them. */
export const HUNG: readonly Condition[] = [...PLAIN, ...HIDDEN, ...LOCKS, ...LEADING];
