import type { MemEntries, MemEntry } from "@livetriage/triage-core/testing";

/** A process of a memory host; what is not given is that of an idle root shell. */
export interface TestProcess {
  readonly pid: number;
  readonly ppid?: number;
  readonly comm?: string;
  readonly state?: string;
  readonly uid?: number;
  readonly start?: number;
  readonly flags?: number;
  readonly tty?: number;
  readonly threads?: number;
  readonly args?: readonly string[];
  readonly exe?: string;
  readonly nlink?: number;
  readonly dev?: bigint;
  readonly ino?: bigint;
  /** arg_end − arg_start, when it is not the length of the arguments; 0 where the reader may not know. */
  readonly expected?: number;
  readonly argStart?: number;
  /** Files below its directory that differ, null for none. */
  readonly files?: Readonly<Record<string, MemEntry | null>>;
}

const KERNEL_FLAGS = 0x0020_8040;
export const ARG_START = 0x7fff_0000_0010;

/** A line of stat. */
export function statLine(process: TestProcess): string {
  const { pid, ppid = 1, comm = "sh", state = "S", flags = 0x400000, tty = 0, threads = 1, start = 1000 } = process;
  const argStart = process.argStart ?? ARG_START;
  const length = process.expected ?? cmdlineOf(process).length;
  const args = length === 0 ? "0 0" : `${argStart} ${argStart + length}`;
  const head = `${pid} (${comm}) ${state} ${ppid} ${pid} ${pid} ${tty} -1 ${flags} 1 0 0 0 7 3 0 0 20 0 ${threads} 0 ${start} 4096000 250`;
  return `${head} 18446744073709551615 1 1 140737000000 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 ${args} 0 0 0\n`;
}

/** The files of processes, ready for `memHost`. */
export function procEntries(processes: readonly TestProcess[]): MemEntries {
  return Object.fromEntries([
    ["/proc/tty/drivers", "pty_slave            /dev/pts      136 0-1048575 pty:slave\n"],
    ["/proc/self/ns/mnt", { link: "mnt:[3]" }],
    ...processes.flatMap(({ exe = "/bin/sh", dev = 0x801n, ino = 1000n }): [string, MemEntry][] =>
      exe.endsWith(" (deleted)") ? [] : [[exe, { content: "ELF", dev, ino }]],
    ),
    ...processes.flatMap(entriesOf),
  ]);
}

/** A kernel thread. */
export function kernelThread(pid: number, comm: string): TestProcess {
  const gone = { errno: "ENOENT" };
  return { pid, ppid: 2, comm, flags: KERNEL_FLAGS, state: "I", args: [], files: { exe: gone, cwd: { link: "/" } } };
}

function entriesOf(process: TestProcess): [string, MemEntry][] {
  const { pid, uid = 0, exe = "/bin/sh", nlink = 1, dev = 0x801n, ino = 1000n } = process;
  const ids = `${uid}\t${uid}\t${uid}\t${uid}`;
  const files: Record<string, MemEntry | null> = {
    stat: statLine(process),
    status: `Name:\tx\nTgid:\t${pid}\nTracerPid:\t0\nUid:\t${ids}\nGid:\t${ids}\nGroups:\t${uid} \nCapEff:\t0000000000000000\n`,
    exe: { link: exe, content: `ELF ${exe}`, nlink, dev, ino },
    cwd: { link: "/" },
    root: { link: "/", type: "directory" },
    fd: { type: "directory" },
    limits: "",
    environ: "",
    maps: "",
    ...Object.fromEntries(
      ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"].map((ns, i) => [
        `ns/${ns}`,
        { link: `${ns}:[${i + 1}]` },
      ]),
    ),
    cmdline: cmdlineOf(process),
    ...process.files,
  };
  return Object.entries(files).flatMap(([name, entry]) =>
    entry === null ? [] : [[`/proc/${pid}/${name}`, entry] as [string, MemEntry]],
  );
}

function cmdlineOf({ args = ["sh"] }: TestProcess): string {
  return args.map((arg) => `${arg}\0`).join("");
}
