import { numberAt, numbersAt, wordAt } from "./ascii.ts";

const NEWLINE = 0x0a;

/** What is kept of one `/proc/[pid]/status`. Each field is null where the kernel does not say it. */
export interface ProcStatus {
  readonly tgid: number | null;
  readonly tracer_pid: number | null;
  /** Real, effective, saved and file system id. */
  readonly uid: readonly number[] | null;
  readonly gid: readonly number[] | null;
  readonly groups: readonly number[] | null;
  /** Pid in each pid namespace, the outermost first. */
  readonly ns_pid: readonly number[] | null;
  /** Kilobytes. */
  readonly vm_rss: number | null;
  readonly vm_swap: number | null;
  /** Capability sets as 16 hex digits: inheritable, permitted, effective, bounding, ambient. */
  readonly cap_inh: string | null;
  readonly cap_prm: string | null;
  readonly cap_eff: string | null;
  readonly cap_bnd: string | null;
  readonly cap_amb: string | null;
  readonly no_new_privs: number | null;
  readonly seccomp: number | null;
  readonly seccomp_filters: number | null;
}

/** The wanted lines, in the kernel's order. */
const NAMES = [
  "Tgid",
  "TracerPid",
  "Uid",
  "Gid",
  "Groups",
  "NSpid",
  "VmRSS",
  "VmSwap",
  "CapInh",
  "CapPrm",
  "CapEff",
  "CapBnd",
  "CapAmb",
  "NoNewPrivs",
  "Seccomp",
  "Seccomp_filters",
] as const;

type Name = (typeof NAMES)[number];

/** A wanted line: its place in `NAMES`, its name and colon. */
interface Line {
  readonly place: number;
  readonly head: Uint8Array;
}

const LINES = NAMES.map((name, place): Line => ({ place, head: new TextEncoder().encode(`${name}:`) }));
const PLACES = Object.fromEntries(NAMES.map((name, place) => [name, place])) as Readonly<Record<Name, number>>;

/** Where the value of each wanted line begins in the file at hand, 0 where it has none: parsing is synchronous. */
const values = new Uint32Array(NAMES.length);

/** The wanted lines by their first four bytes, so that every other line costs one look. */
const BY_START = Map.groupBy(LINES, ({ head }) => startOf(head, 0));

/**
 * Read the wanted lines of one `/proc/[pid]/status`.
 *
 * Shape:  `Name:<tab>value` lines; the kernel escapes newlines in the process name, so no line can be forged.
 * Units:  memory in kB, capability sets in hex.
 * Errors: a line that is missing or does not hold a number leaves its field null.
 * Source: proc_pid_status(5)
 */
export function parseStatus(bytes: Uint8Array): ProcStatus {
  findLines(bytes, "Seccomp_filters");
  return {
    tgid: number(bytes, "Tgid"),
    tracer_pid: number(bytes, "TracerPid"),
    uid: fourIds(bytes, "Uid"),
    gid: fourIds(bytes, "Gid"),
    groups: numbers(bytes, "Groups"),
    ns_pid: numbers(bytes, "NSpid"),
    vm_rss: number(bytes, "VmRSS"),
    vm_swap: number(bytes, "VmSwap"),
    cap_inh: word(bytes, "CapInh"),
    cap_prm: word(bytes, "CapPrm"),
    cap_eff: word(bytes, "CapEff"),
    cap_bnd: word(bytes, "CapBnd"),
    cap_amb: word(bytes, "CapAmb"),
    no_new_privs: number(bytes, "NoNewPrivs"),
    seccomp: number(bytes, "Seccomp"),
    seccomp_filters: number(bytes, "Seccomp_filters"),
  };
}

/** Who traces a process and its user ids, which stand in its first lines; all other fields are null. */
export function parseStatusHead(bytes: Uint8Array): ProcStatus {
  findLines(bytes, "Uid");
  return { ...NOTHING, tracer_pid: number(bytes, "TracerPid"), uid: fourIds(bytes, "Uid") };
}

const NOTHING = parseStatus(new Uint8Array());

/** Find where the values of the wanted lines begin; those after `until` are not looked for. */
function findLines(bytes: Uint8Array, until: Name): void {
  values.fill(0);
  const last = PLACES[until];
  for (let at = 0; at < bytes.length && values[last] === 0; ) {
    const lines = BY_START.get(startOf(bytes, at));
    if (lines !== undefined) noteValues(bytes, at, lines);
    while (at < bytes.length && bytes[at] !== NEWLINE) at++;
    at++;
  }
}

function noteValues(bytes: Uint8Array, at: number, lines: readonly Line[]): void {
  for (const { place, head } of lines) if (startsWith(bytes, at, head)) values[place] = at + head.length;
}

function valueOf(name: Name): number {
  return values[PLACES[name]] as number;
}

function startOf(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
}

function startsWith(bytes: Uint8Array, start: number, head: Uint8Array): boolean {
  for (let i = 4; i < head.length; i++) if (bytes[start + i] !== head[i]) return false;
  return true;
}

function number(bytes: Uint8Array, name: Name): number | null {
  const at = valueOf(name);
  return at === 0 ? null : numberAt(bytes, at);
}

function numbers(bytes: Uint8Array, name: Name): number[] | null {
  const at = valueOf(name);
  return at === 0 ? null : numbersAt(bytes, at);
}

function word(bytes: Uint8Array, name: Name): string | null {
  const at = valueOf(name);
  return at === 0 ? null : wordAt(bytes, at);
}

function fourIds(bytes: Uint8Array, name: Name): readonly number[] | null {
  const ids = numbers(bytes, name);
  return ids?.length === 4 ? ids : null;
}
