import type { Condition } from "../condition.ts";
import { differences } from "../differences.ts";

const AS_NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups";

/** One user fills what has a cap, so that another one's trace might not fit. */
export const FLOODS: readonly Condition[] = [
  {
    id: "processes",
    title: "6,000 processes of one user",
    script: `
      start odd ${AS_NOBODY} odd-process children 6000; start calm idle
      collect --phase proc-tree --phase net-conns`,
    says: "how many were left out, by group; every process of others",
    allowance: 5_000,
    wrong: ({ process, told, truncations, facts }) => [
      ...differences("process of another user", process(told["calm"]), { comm: "idle" }),
      ...(truncations("proc-tree").some(({ dropped }) => dropped > 1000) ? [] : ["no count of what was left out"]),
      ...(facts("proc-tree").some(({ id }) => id === "processes_left_out") ? [] : ["no group that was left out"]),
    ],
  },
  {
    id: "sockets",
    title: "10,000 listeners of one user",
    script: `
      start odd ${AS_NOBODY} odd-sockets crowd 10000; start calm odd-sockets crowd 1
      collect --phase net-conns`,
    says: "how many were left out; the one listener of another user",
    allowance: 5_000,
    wrong: ({ rows, told, truncations }) => [
      ...(rows("net-conns").some((row) => String(row["process_pid"]) === told["calm"])
        ? []
        : ["the other's is missing"]),
      ...(truncations("net-conns").some(({ dropped }) => dropped > 1000) ? [] : ["no count of what was left out"]),
    ],
  },
  {
    id: "namespaces",
    title: "100 network namespaces",
    script: `
      for i in {1..100}; do unshare --net idle > /dev/null 3>&- & done
      until [ "$(grep -c . /proc/[0-9]*/comm | grep -c .)" -ge 102 ]; do sleep 0.1; done; sleep 1
      collect --phase net-conns`,
    says: "each of them, or how many were not looked at",
    allowance: 5_000,
    wrong: ({ facts, truncations }) =>
      facts("net-conns").filter(({ id }) => id === "netns").length >= 64 || truncations("net-conns").length > 0
        ? []
        : ["namespaces are missing without a word"],
  },
  {
    id: "socket-names",
    title: "a unix socket whose name holds a newline and looks like the table",
    script: `
      start odd odd-sockets unix $'x\\nNum RefCount\\e[2J'
      collect --phase net-conns`,
    says: "the socket, that its name holds a newline",
    wrong: ({ rows }) =>
      rows("net-conns").some(({ signals }) => JSON.stringify(signals).includes("newline_in_name"))
        ? []
        : ["no socket is told to have a newline in its name"],
  },
  {
    id: "host-names",
    title: "a host name and a network interface that would repaint a terminal",
    script: `
      BEFORE=(unshare --uts bash -c $'printf "a\\\\e[2J\\\\n../../etc" > /proc/sys/kernel/hostname; ip link add name $\\'\\\\e[5m\\' type veth; exec "$@"' x)
      collect --phase net-conns`,
    says: "the names as they are",
    wrong: ({ document }) =>
      differences("host", document?.host ?? {}, {
        hostname: (name: unknown) => String(name).startsWith("a\u001b[2J"),
        interfaces: (all: unknown) => JSON.stringify(all).includes("\\u001b[5m"),
      }),
  },
];
