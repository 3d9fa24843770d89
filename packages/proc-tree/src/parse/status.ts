import { numberAt, numbersAt, wordAt } from "./ascii.ts";

/** What is kept of one `/proc/[pid]/status`. Each field is null where the kernel does not say it. */
export interface ProcStatus {
  tgid: number | null;
  tracer_pid: number | null;
  /** Real, effective, saved and file system id. */
  uid: readonly number[] | null;
  gid: readonly number[] | null;
  groups: readonly number[] | null;
  /** Pid in each pid namespace, the outermost first. */
  ns_pid: readonly number[] | null;
  /** Kernel thread, as kernels from 6.8 on say it. */
  kthread: boolean | null;
  /** Kilobytes. */
  vm_rss: number | null;
  vm_swap: number | null;
  /** Capability sets as 16 hex digits: inheritable, permitted, effective, bounding, ambient. */
  cap_inh: string | null;
  cap_prm: string | null;
  cap_eff: string | null;
  cap_bnd: string | null;
  cap_amb: string | null;
  no_new_privs: number | null;
  seccomp: number | null;
  seccomp_filters: number | null;
}

type Take = (status: ProcStatus, bytes: Uint8Array, at: number) => void;

/** The wanted lines, in the kernel's order, and where their value goes. */
const LINES: Readonly<Record<string, Take>> = {
  Tgid: (status, bytes, at) => (status.tgid = numberAt(bytes, at)),
  TracerPid: (status, bytes, at) => (status.tracer_pid = numberAt(bytes, at)),
  Uid: (status, bytes, at) => (status.uid = fourIds(bytes, at)),
  Gid: (status, bytes, at) => (status.gid = fourIds(bytes, at)),
  Groups: (status, bytes, at) => (status.groups = numbersAt(bytes, at)),
  NSpid: (status, bytes, at) => (status.ns_pid = numbersAt(bytes, at)),
  Kthread: (status, bytes, at) => (status.kthread = numberAt(bytes, at) === 1),
  VmRSS: (status, bytes, at) => (status.vm_rss = numberAt(bytes, at)),
  VmSwap: (status, bytes, at) => (status.vm_swap = numberAt(bytes, at)),
  CapInh: (status, bytes, at) => (status.cap_inh = wordAt(bytes, at)),
  CapPrm: (status, bytes, at) => (status.cap_prm = wordAt(bytes, at)),
  CapEff: (status, bytes, at) => (status.cap_eff = wordAt(bytes, at)),
  CapBnd: (status, bytes, at) => (status.cap_bnd = wordAt(bytes, at)),
  CapAmb: (status, bytes, at) => (status.cap_amb = wordAt(bytes, at)),
  NoNewPrivs: (status, bytes, at) => (status.no_new_privs = numberAt(bytes, at)),
  Seccomp: (status, bytes, at) => (status.seccomp = numberAt(bytes, at)),
  Seccomp_filters: (status, bytes, at) => (status.seccomp_filters = numberAt(bytes, at)),
};

interface WantedLine {
  readonly name: Uint8Array;
  readonly take: Take;
}

/** The wanted lines by the first byte of their name, so that most lines cost one look. */
const BY_FIRST_BYTE: readonly (readonly WantedLine[] | undefined)[] = indexLines();

/**
 * Read the wanted lines of one `/proc/[pid]/status`.
 *
 * Shape:  `Name:<tab>value` lines; the kernel escapes newlines in the process name, so no line can be forged.
 * Units:  memory in kB, capability sets in hex.
 * Errors: a line that is missing or does not hold a number leaves its field null.
 * Source: proc_pid_status(5)
 */
export function parseStatus(bytes: Uint8Array): ProcStatus {
  const status = emptyStatus();
  let at = 0;
  while (at < bytes.length && status.seccomp_filters === null) {
    const wanted = BY_FIRST_BYTE[bytes[at] as number];
    if (wanted !== undefined) takeLine(status, bytes, at, wanted);
    while (at < bytes.length && bytes[at] !== 0x0a) at++;
    at++;
  }
  return status;
}

function takeLine(status: ProcStatus, bytes: Uint8Array, start: number, wanted: readonly WantedLine[]): void {
  for (const { name, take } of wanted) {
    const colon = start + name.length;
    if (bytes[colon] !== 0x3a || !startsWith(bytes, start, name)) continue;
    take(status, bytes, colon + 1);
    return;
  }
}

function startsWith(bytes: Uint8Array, start: number, name: Uint8Array): boolean {
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false;
  return true;
}

function fourIds(bytes: Uint8Array, at: number): readonly number[] | null {
  const ids = numbersAt(bytes, at);
  return ids.length === 4 ? ids : null;
}

function indexLines(): WantedLine[][] {
  const lines: WantedLine[][] = [];
  for (const [name, take] of Object.entries(LINES)) {
    (lines[name.charCodeAt(0)] ??= []).push({ name: new TextEncoder().encode(name), take });
  }
  return lines;
}

function emptyStatus(): ProcStatus {
  return {
    tgid: null,
    tracer_pid: null,
    uid: null,
    gid: null,
    groups: null,
    ns_pid: null,
    kthread: null,
    vm_rss: null,
    vm_swap: null,
    cap_inh: null,
    cap_prm: null,
    cap_eff: null,
    cap_bnd: null,
    cap_amb: null,
    no_new_privs: null,
    seccomp: null,
    seccomp_filters: null,
  };
}
