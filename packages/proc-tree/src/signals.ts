import type { Process } from "./process.ts";
import { hasProgram } from "./process.ts";

/** One plain fact about a process: what it is called, what it means, when it holds. */
export interface SignalRule {
  readonly id: string;
  /** `context` has a common harmless cause and is shown only on demand. */
  readonly kind: "signal" | "context";
  /** ATT&CK technique, null where the fact belongs to none. */
  readonly technique: string | null;
  readonly means: string;
  readonly harmless: string;
  holds(process: Process): boolean;
}

const KERNEL_NAME =
  /^(?:kworker\/|kthreadd$|ksoftirqd\/|migration\/|kswapd\d|kcompactd\d|khugepaged$|rcu_|kdevtmpfs$|kauditd$|jbd2\/)/;

/** All facts that proc-tree tells of a process, in the order of the README. */
export const SIGNALS: readonly SignalRule[] = [
  {
    id: "exe_deleted",
    kind: "signal",
    technique: "T1070.004",
    means: "The program runs from a file that has been unlinked",
    harmless: "a package upgrade without a restart of the service",
    holds: ({ exe }) => exe?.deleted === true,
  },
  {
    id: "exe_memfd",
    kind: "signal",
    technique: "T1620",
    means: "The program runs from memory and never was a file",
    harmless: "runc and other container runtimes re-execute themselves from a memfd",
    holds: ({ exe }) => exe?.memfd === true,
  },
  {
    id: "kernel_thread_masquerade",
    kind: "signal",
    technique: "T1036.009",
    means: "A process with a program of its own is named like a thread of the kernel",
    harmless: "none known",
    holds: (process) => hasProgram(process) && process.exe !== null && looksLikeKernelThread(process),
  },
  {
    id: "cmdline_blocked",
    kind: "signal",
    technique: "T1562.001",
    means: "Reading the arguments did not come back: somebody holds the lock on the memory of the process",
    harmless: "a hung network or FUSE file system below a mapped file",
    holds: ({ cmdlineStatus }) => cmdlineStatus === "blocked",
  },
  {
    id: "cmdline_cut",
    kind: "signal",
    technique: "T1564",
    means: "The kernel gave fewer bytes of arguments than it holds, up to the end of a page",
    harmless: "a process that unmapped the memory of its arguments",
    holds: ({ argv }) => argv?.cutAtPage === true,
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
    means: "The process ended, or was closed to us, before any of its files was read",
    harmless: "short-lived processes",
    holds: ({ read }) => !read,
  },
];

function looksLikeKernelThread({ stat, argv }: Process): boolean {
  const [first] = argv?.argv ?? [];
  return (first !== undefined && /^\[[^\]]+\]$/.test(first)) || KERNEL_NAME.test(stat?.comm ?? "");
}

function isShort({ expected, more, bytes }: NonNullable<Process["argv"]>): boolean {
  return expected !== null && !more && bytes < expected;
}

/** Ids of the facts of one kind that hold. */
export function factsOf(process: Process, kind: SignalRule["kind"]): string[] {
  return SIGNALS.filter((rule) => rule.kind === kind && rule.holds(process)).map(({ id }) => id);
}
