import type { Argv } from "../process.ts";
import type { SignalRule } from "./rule.ts";

/** Facts with a common harmless cause. */
export const CONTEXT_RULES: readonly SignalRule[] = [
  {
    id: "exe_replaced_by_package",
    kind: "context",
    technique: null,
    means:
      "The program was unlinked, and its path now holds a file of a package with the digest that the package records",
    harmless: "a package upgrade without a restart of the service",
  },
  {
    id: "memfd_of_package",
    kind: "context",
    technique: null,
    means: "The program runs from a memfd that holds a packaged container runtime byte for byte",
    harmless: "runc and crun start themselves so",
  },
  {
    id: "exe_replaced",
    kind: "context",
    technique: null,
    means:
      "Where no digest of a package could be compared: the program was unlinked, and its path in a system directory now holds another file of root that nobody else may write",
    harmless: "an upgrade without a restart of the service",
  },
  {
    id: "exe_path_differs",
    kind: "context",
    technique: null,
    means: "The program still has a name, but its path as the process sees it is missing or leads to another file",
    harmless: "hard links, other mounts over the path",
  },
  {
    id: "script_public_outbound",
    kind: "context",
    technique: null,
    means: "An interpreter runs a script of a system directory and talks to a public address",
    harmless: "updaters and agents",
  },
  {
    id: "raw_socket_expected",
    kind: "context",
    technique: null,
    means: "A network tool of the system holds a raw socket",
    harmless: "DHCP clients, ping",
  },
  {
    id: "packet_socket_expected",
    kind: "context",
    technique: null,
    means: "A network tool of the system holds a packet socket",
    harmless: "DHCP clients, tcpdump",
  },
  {
    id: "ld_preload_system",
    kind: "context",
    technique: null,
    means: "LD_PRELOAD or LD_AUDIT names a library of a system directory",
    harmless: "allocators, desktop helpers",
  },
  {
    id: "library_replaced",
    kind: "context",
    technique: null,
    means: "Runs code mapped from an unlinked file of a system directory",
    harmless: "a package upgrade without a restart of the service",
  },
  {
    id: "jit_memory",
    kind: "context",
    technique: null,
    means: "Has executable memory without a file, as its kind of program has",
    harmless: "just-in-time compilers",
  },
  {
    id: "title_rewritten",
    kind: "context",
    technique: null,
    means: "The arguments were overwritten with a title",
    harmless: "servers and browsers that show what they do in ps",
    holds: ({ argv }) => argv !== null && (argv.padding > 0 || isShort(argv)) && !argv.cutAtPage,
  },
  {
    id: "exec_race",
    kind: "context",
    technique: null,
    means: "The process kept starting other programs while it was read; its columns may mix two of them",
    harmless: "shell scripts",
    holds: ({ execRace }) => execRace,
  },
  {
    id: "exited",
    kind: "context",
    technique: null,
    means: "The process ended before any of its files was read",
    harmless: "short-lived processes",
    holds: ({ unread }) => unread === "vanished",
  },
];

function isShort({ expected, more, bytes }: Argv): boolean {
  return expected !== null && !more && bytes < expected;
}
