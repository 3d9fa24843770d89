import type { Condition } from "../condition.ts";
import { differences, untold } from "../differences.ts";

const collect = "collect --phase proc-tree --phase net-conns";

/** What the kernel shows us is not all there is. */
export const VIEWS: readonly Condition[] = [
  {
    id: "proc-pid-overmounted",
    title: "an empty directory mounted over /proc/PID",
    script: `start odd idle hidden; mount --bind /mnt /proc/$!\n${collect}`,
    says: "the pid, that something is mounted over its directory",
    wrong: ({ process, told, facts }) => [
      ...differences("process", process(told["odd"]), { signals: ["proc_overmounted"] }),
      ...(facts("proc-tree").some(({ id }) => id === "proc_overmounted") ? [] : ["no fact tells the mount"]),
    ],
    peers: [{ command: "ps -eo pid,args", tells: /idle hidden/ }],
  },
  {
    id: "proc-pid-swapped",
    title: "the directory of another process mounted over /proc/PID",
    script: `start calm idle calm; calm=$!; start odd idle hidden; mount --bind /proc/$calm /proc/$!\n${collect}`,
    says: "the pid, that something is mounted over its directory, never the other's data as its own",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd"]), {
        signals: ["proc_overmounted"],
        argv: (argv: unknown) => !JSON.stringify(argv ?? null).includes("calm"),
      }),
    peers: [{ command: "ps -eo pid,args", tells: /idle hidden/ }],
  },
  {
    id: "proc-file-overmounted",
    title: "a file with other content mounted over /proc/PID/cmdline and /proc/PID/status",
    script: `
      start odd idle hidden; printf 'innocent\\0' > /stage/fake
      mount --bind /stage/fake /proc/$!/cmdline; mount --bind /stage/fake /proc/$!/status
      ${collect}`,
    says: "that something is mounted there; nothing of the forged files as the kernel's",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd"]), {
        signals: ["proc_overmounted"],
        argv: (argv: unknown) => !JSON.stringify(argv ?? null).includes("innocent"),
      }),
    peers: [{ command: "ps -o args= -p $odd", tells: /hidden/ }],
  },
  {
    id: "proc-net-overmounted",
    title: "an empty file mounted over the socket table of a process",
    script: `start odd idle; : > /stage/empty; mount --bind /stage/empty /proc/1/net/tcp\n${collect}`,
    says: "that something is mounted there",
    wrong: ({ facts, errors }) =>
      facts("proc-tree").some(({ value }) => value.includes("/proc/1/net/tcp"))
        ? []
        : untold(errors("net-conns"), { kind: "skipped", path: /net\/tcp/ }),
  },
  {
    id: "proc-tmpfs",
    title: "a tmpfs with an empty process table mounted over /proc",
    script: `start odd idle; tell real "$(echo /proc/[0-9]*)"; mount -t tmpfs fake /proc; mkdir /proc/1 /proc/self\n${collect}`,
    says: "that the table does not show ourselves",
    wrong: ({ errors }) => untold(errors("proc-tree"), { kind: "malformed", source: /^\/proc$/ }),
    peers: [{ command: "ps -e", tells: /idle/ }],
  },
  {
    id: "proc-missing",
    title: "no /proc at all",
    script: `umount -l /proc\n${collect}`,
    says: "that there is no process table",
    code: 2,
    wrong: ({ stderr }) => (stderr.length > 0 ? [] : ["stderr says nothing"]),
  },
  {
    id: "hidepid",
    title: "/proc mounted with hidepid=2, and no rights",
    script: `
      start odd idle
      mount -o remount,hidepid=2 /proc
      BEFORE=(setpriv --reuid=65534 --regid=65534 --clear-groups)
      ${collect}`,
    says: "hidepid, and how many processes there are at least",
    wrong: ({ document }) =>
      differences("vantage", document?.vantage ?? {}, {
        hidepid: "invisible",
        threads_total: (count: unknown) => Number(count) > 3,
      }),
  },
  {
    id: "other-netns",
    title: "a listener in another network namespace",
    script: `
      unshare --net bash -c 'ip link set lo up; exec node -e "require(\\"net\\").createServer().listen(4444, () => console.log(\\"ready\\")); setTimeout(() => process.exit(), 30000)"' > /stage/said-odd 2>&1 3>&- & tell odd $!
      until [ -s /stage/said-odd ]; do sleep 0.05; done
      ${collect}`,
    says: "the socket, its namespace and its owner",
    wrong: ({ rows, told }) =>
      rows("net-conns").some((row) => row["local_port"] === 4444 && String(row["process_pid"]) === told["odd"])
        ? []
        : ["port 4444 is not told, or not its owner"],
    peers: [
      { command: "ss -tlnp", tells: /4444/ },
      { command: "lsof -i -n -P", tells: /4444/ },
    ],
  },
  {
    id: "other-mount-namespace",
    title: "a program in a mount namespace of its own, where its path holds another file",
    script: `
      cp /stage/bin/idle /usr/bin/service
      unshare --mount bash -c 'mount --bind /stage/bin/odd-process /usr/bin/service; exec service' > /stage/said-odd 2>&1 3>&- & tell odd $!
      until [ -s /stage/said-odd ]; do sleep 0.05; done
      tell sum "$(sha256sum /stage/bin/odd-process | cut -c1-64)"
      ${collect}`,
    says: "the hash of what runs, and the namespace",
    wrong: ({ process, told }) => differences("process", process(told["odd"]), { exe_sha256: told["sum"] }),
  },
  {
    id: "chroot",
    title: "a process in a chroot",
    script: `
      mkdir -p /srv/jail/bin /srv/jail/lib64 /srv/jail/usr; cp -a /usr/lib /srv/jail/usr; rm -rf /srv/jail/lib64; ln -s usr/lib64 /srv/jail/lib64; cp -a /usr/lib64 /srv/jail/usr; ln -s usr/lib /srv/jail/lib; cp /stage/bin/idle /srv/jail/bin
      start odd chroot /srv/jail /bin/idle
      ${collect}`,
    says: "its root",
    wrong: ({ process, told }) => differences("process", process(told["odd"]), { root: "/srv/jail" }),
  },
  {
    id: "deep-cwd",
    title: "a process whose working directory and a descriptor lie 4,000 levels deep",
    script: `
      mkdir /tmp/deep; odd-files deep /tmp/deep 4000 > /dev/null
      start odd odd-process below /tmp/deep
      files=(/proc/$!/fd/*); tell count \${#files[@]}
      ${collect}`,
    says: "its descriptors, all of them, whatever the name of one",
    wrong: ({ process, told, errors }) => [
      ...differences("process", process(told["odd"]), { fds: Number(told["count"]), comm: "odd-process" }),
      ...untold(errors("proc-tree"), { kind: "io", source: /cwd/ }),
    ],
  },
  {
    id: "mounts-3000",
    title: "3,000 bind mounts",
    script: `mkdir /mnt/from; odd-files mounts /mnt/from 3000 > /dev/null\ncollect`,
    says: "the first of them, and how many are not listed",
    wrong: ({ document }) =>
      differences("host", document?.host ?? {}, {
        mounts_dropped: (count: unknown) => Number(count) + (document?.host.mounts?.length ?? 0) >= 3000,
      }),
    peers: [{ command: "df", tells: /mnt/ }],
  },
  {
    id: "mount-names",
    title: "mounts whose points and sources hold newlines, blanks, ` - `, backslashes and escapes",
    script: `
      for name in $'a\\nb' 'a - b c' 'a\\040b' $'\\e[2J' $'\\xff'; do mkdir "/srv/$name"; mount -t tmpfs " - proc proc" "/srv/$name"; echo '#!/bin/sh' > "/srv/$name/script"; done
      collect`,
    says: "every mount point as it is, and the files below it",
    wrong: ({ document, rows }) =>
      ["/srv/a\nb", "/srv/a - b c", "/srv/a\\040b", "/srv/\u001b[2J", "/srv/\\xff"].flatMap((point) => [
        ...((document?.host.mounts ?? []).some(({ mount_point }) => mount_point === point)
          ? []
          : [`no mount ${JSON.stringify(point)}`]),
        ...(rows("recent-files").some(({ path }) => path === `${point}/script`)
          ? []
          : [`no file below ${JSON.stringify(point)}`]),
      ]),
  },
];
