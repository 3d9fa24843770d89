import type { Condition } from "../condition.ts";
import { differences, untold } from "../differences.ts";

const collect = "collect --phase proc-tree --phase net-conns";
const PS = "ps -eo pid,ppid,state,comm,args";

/** What is right where a page of the arguments is never answered, whoever lends it. */
const LENT_ARGUMENTS: Pick<Condition, "says" | "allowance" | "wrong" | "peers"> = {
  says: "the arguments up to there, and how many bytes are missing",
  allowance: 350,
  wrong: ({ process, told }) =>
    differences("process", process(told["odd"]), {
      argv_missing_bytes: (bytes: unknown) => Number(bytes) >= 4096,
      signals: ["cmdline_cut"],
    }),
  peers: [{ command: PS, tells: /x{16000}/ }],
};

/** Processes that are not what they seem. */
export const PROCESSES: readonly Condition[] = [
  {
    id: "comm",
    title: "a process named `) R 1 (` with a newline",
    script: `start odd odd-process name $') R 1 (\\n9'\n${collect}`,
    says: "its name as it is, its true parent and state",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd"]), { comm: ") R 1 (\n9", ppid: 1, state: "S" }),
    peers: [{ command: PS, tells: /\) R 1 \(/ }],
  },
  {
    id: "argv-bytes",
    title: "arguments with newlines, escapes, bidirectional marks, invalid UTF-8, none at all",
    script: `start odd idle $'a\\nb' $'\\e[2J' $'\\xe2\\x80\\xae' $'\\xff\\xfe' '' end\n${collect}`,
    says: "every argument with its bytes and boundaries",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd"]), {
        argv: (argv: unknown) =>
          JSON.stringify(argv) === JSON.stringify(["idle", "a\nb", "\u001b[2J", "\u202e", "\\xff\\xfe", "", "end"]),
        argv_base64: ["//4="],
      }),
    peers: [{ command: PS, tells: /\\377|\\xff/ }],
  },
  {
    id: "argv-2mb",
    title: "2 MB of arguments, every byte six in JSON",
    script: `
      printf -v one '\\x01%.0s' {1..120000}
      start odd idle "$one" "$one" "$one" "$one" "$one" "$one" "$one" "$one" "$one" "$one" "$one" "$one" "$one" "$one" "$one" "$one" "$one"
      ${collect}`,
    says: "true length, what was cut, a package below 4 MiB",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd"]), {
        argv_bytes: (bytes: unknown) => Number(bytes) > 2_000_000,
        argv_dropped_bytes: (bytes: unknown) => Number(bytes) > 1_900_000,
      }),
    peers: [{ command: `${PS} -ww`, tells: /\?{1000000}/ }],
  },
  {
    id: "argv-lent-file",
    title: "a page of the arguments is a page of a FUSE file that is never answered",
    needs: ["fuse"],
    script: `
      mkdir /stage/fuse
      start server hung-fuse /stage/fuse 15 25
      start odd lent-argv file /stage/fuse/f
      ${collect}`,
    ...LENT_ARGUMENTS,
  },
  {
    id: "argv-lent-uffd",
    title: "a page of the arguments is one of a userfaultfd that nobody serves",
    needs: ["userfaultfd"],
    script: `start odd lent-argv uffd\n${collect}`,
    ...LENT_ARGUMENTS,
  },
  {
    id: "many-files",
    title: "19,000 open descriptors",
    script: `start odd odd-process files 19000; files=(/proc/$!/fd/*); tell count \${#files[@]}\n${collect}`,
    says: "the exact number",
    wrong: ({ process, told }) => differences("process", process(told["odd"]), { fds: Number(told["count"]) }),
    peers: [{ command: "lsof -p $odd", tells: /18999r/ }],
  },
  {
    id: "many-threads",
    title: "10,000 threads",
    script: `start odd odd-process threads 10000\n${collect}`,
    says: "the exact number",
    wrong: ({ process, told }) => differences("process", process(told["odd"]), { threads: 10000 }),
    peers: [{ command: "ps -eLo pid,tid,comm", tells: /odd-process/ }],
  },
  {
    id: "many-maps",
    title: "60,000 mappings, half of them executable, at full detail",
    script: `start odd odd-process maps 60000\n${collect} --detail full`,
    says: "executable memory without a file, and that not all mappings were read",
    wrong: ({ process, told, errors }) => [
      ...differences("process", process(told["odd"]), { signals: ["anonymous_executable"] }),
      ...untold(errors("proc-tree"), { kind: "skipped", why: "budget", path: /maps$/ }),
    ],
  },
  {
    id: "exe-deleted",
    title: "the program's file is deleted while it runs",
    script: `cp /stage/bin/idle /tmp/gone; start odd /tmp/gone; rm /tmp/gone\n${collect}`,
    says: "its path, that it is deleted, and the hash of what runs",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd"]), {
        exe: "/tmp/gone",
        exe_deleted: true,
        exe_sha256: /^[0-9a-f]{64}$/,
        signals: ["exe_deleted"],
      }),
    peers: [{ command: "lsof -p $odd", tells: /deleted|DEL/ }],
  },
  {
    id: "exe-memfd",
    title: "a program that never was a file",
    script: `start odd odd-process memfd\n${collect}`,
    says: "that it runs from memory, and the hash of what runs",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd"]), {
        exe_memfd: true,
        exe_sha256: /^[0-9a-f]{64}$/,
        signals: ["exe_memfd"],
      }),
    peers: [{ command: "lsof -p $odd", tells: /memfd/ }],
  },
  {
    id: "exe-replaced",
    title: "the program's path holds another program now",
    script: `
      cp /stage/bin/idle /usr/bin/service; start odd /usr/bin/service
      cp /usr/bin/ls /stage/clean; mv /stage/clean /usr/bin/service
      ${collect}`,
    says: "the program is deleted, another file is at its path, and the hash is of what runs",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd"]), {
        exe: "/usr/bin/service",
        exe_deleted: true,
        exe_now: "replaced",
        exe_sha256: /^[0-9a-f]{64}$/,
      }),
  },
  {
    id: "kworker",
    title: "a program that calls itself `[kworker/0:1]`",
    script: `
      (exec -a '[kworker/0:1]' odd-process name kworker/0:1) > /stage/said-odd 2>&1 3>&- & tell odd $!
      sleep 0.2
      ${collect}`,
    says: "that it is a process with a program of its own",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd"]), { kernel_thread: false, signals: ["kernel_thread_masquerade"] }),
    peers: [{ command: PS, tells: /odd-process/ }],
  },
  {
    id: "leaderless",
    title: "a process whose first thread has ended while another one goes on",
    script: `start odd odd-process leaderless hidden-argument\n${collect}`,
    says: "the process with its living thread, and that its program and arguments cannot be read",
    wrong: ({ process, told }) => differences("process", process(told["odd"]), { state: "Z", threads: 2 }),
    peers: [{ command: PS, tells: /hidden-argument/ }],
  },
  {
    id: "traced",
    title: "a process that another one traces and keeps stopped",
    script: `start odd odd-process traced\n${collect}`,
    says: "stopped, traced, by whom; all its fields",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd-said"]), {
        state: "t",
        tracer_pid: Number(told["odd"]),
        cmdline_status: "read",
        signals: ["traced"],
      }),
  },
  {
    id: "uninterruptible",
    title: "a process in uninterruptible sleep, one that is stopped",
    script: `
      start odd odd-process vforked
      start stopped idle; kill -STOP $!; sleep 0.1
      ${collect}`,
    says: "their states, all their fields",
    wrong: ({ process, told }) => [
      ...differences("process", process(told["odd"]), { state: "D", cmdline_status: "read" }),
      ...differences("stopped", process(told["stopped"]), { state: "T", cmdline_status: "read" }),
    ],
  },
  {
    id: "same-pid",
    title: "one pid used by a new process every millisecond",
    script: `start odd odd-process same-pid 20000\n${collect}`,
    says: "one of them or that it vanished, never a mixture",
    wrong: ({ process }) =>
      Object.keys(process("20000")).length === 0
        ? []
        : differences("process", process("20000"), { comm: /^(again \d+|odd-process|null)$/, pid: 20000 }),
  },
  {
    id: "fork-churn",
    title: "processes that come and go all the time",
    script: `start odd odd-process forks; start more odd-process forks\n${collect}`,
    says: "what stayed, and how many vanished meanwhile",
    wrong: ({ process, told }) => differences("process", process(told["odd"]), { comm: "odd-process" }),
  },
  {
    id: "exec-churn",
    title: "a process that executes another program all the time",
    script: `start odd odd-process execs\n${collect}`,
    says: "the process, marked where its columns may be of two programs",
    wrong: ({ process, told }) => {
      const odd = process(told["odd"]) as { argv?: string[]; context?: string[] };
      const isBetween = odd.context?.includes("exec_race") === true && odd.argv?.length === 0;
      const argv = isBetween ? [] : ["execs-on"]; // between two programs there may be no arguments yet
      return differences("process", odd, { exe: /odd-process$/, argv });
    },
  },
];
