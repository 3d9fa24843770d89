import { decodeLatin1, decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import { numberAt } from "./ascii.ts";

/** The fields of one `/proc/[pid]/stat` that are kept, by their names in proc_pid_stat(5). */
export interface ProcStat {
  readonly pid: number;
  readonly comm: LosslessString;
  readonly state: string;
  readonly ppid: number;
  readonly pgrp: number;
  readonly session: number;
  readonly tty_nr: number;
  readonly flags: number;
  readonly utime: number;
  readonly stime: number;
  readonly nice: number;
  readonly num_threads: number;
  /** Decimal, as the kernel wrote it. */
  readonly start_ticks: string;
  readonly vsize: number;
  /** Pages. */
  readonly rss: number;
  /** Another one after an exec; 0 where the reader may not know. Null, as all below, where the line ends before it. */
  readonly startstack: number | null;
  readonly rt_priority: number | null;
  readonly policy: number | null;
  /** 0 where the reader may not know. */
  readonly arg_start: number | null;
  readonly arg_end: number | null;
}

/** Field numbers; 1 and 2 stand before the closing parenthesis. */
const FIRST = 4;
const START_TICKS = 22;
const RSS = 24;
const LAST = 49;

/** Values and offsets of the line at hand: parsing is synchronous and is done once per process. */
const values = new Float64Array(LAST + 1);

/**
 * Split one `/proc/[pid]/stat` line into pid, comm and the fields after them; null when it is malformed.
 *
 * Shape:  `1234 (a) b) S 1 …`; comm may hold blanks, newlines and `)`, so it ends at the last `)`.
 * Units:  times are clock ticks since boot, rss is pages.
 * Errors: null when the parentheses or one of the fields up to 24 are missing.
 * Source: proc_pid_stat(5)
 */
export function parseStat(bytes: Uint8Array): ProcStat | null {
  const open = bytes.indexOf(0x28);
  const close = bytes.lastIndexOf(0x29);
  const pid = numberAt(bytes, 0);
  if (open < 2 || close < open || pid === null || bytes[close + 3] !== 0x20) return null;
  const last = readFields(bytes, close + 4);
  if (last < RSS) return null;
  const late = (field: number): number | null => (field <= last ? (values[field] as number) : null);
  return {
    pid,
    comm: decodeLossless(bytes, open + 1, close),
    state: decodeLatin1(bytes, close + 2, close + 3),
    ppid: values[4] as number,
    pgrp: values[5] as number,
    session: values[6] as number,
    tty_nr: (values[7] as number) >>> 0,
    flags: values[9] as number,
    utime: values[14] as number,
    stime: values[15] as number,
    nice: values[19] as number,
    num_threads: values[20] as number,
    start_ticks: decodeLatin1(bytes, startTicksFrom, startTicksTo),
    vsize: values[23] as number,
    rss: values[RSS] as number,
    startstack: late(28),
    rt_priority: late(40),
    policy: late(41),
    arg_start: late(48),
    arg_end: late(49),
  };
}

let startTicksFrom = 0;
let startTicksTo = 0;

/** Read the numbers from field 4 on; the number of the last whole field comes back. */
function readFields(bytes: Uint8Array, from: number): number {
  let at = from;
  let field = FIRST;
  for (; field <= LAST; field++) {
    const negative = bytes[at] === 0x2d;
    if (negative) at++;
    const digits = at;
    let value = 0;
    for (let byte = bytes[at]; byte !== undefined && byte >= 0x30 && byte <= 0x39; byte = bytes[++at]) {
      value = value * 10 + byte - 0x30;
    }
    const end = bytes[at];
    if (at === digits || (end !== undefined && end !== 0x20 && end !== 0x0a)) break;
    if (field === START_TICKS) {
      if (negative) break;
      [startTicksFrom, startTicksTo] = [digits, at];
    }
    values[field] = negative ? -value : value;
    if (end !== 0x20) return field;
    at++;
  }
  return field - 1;
}
