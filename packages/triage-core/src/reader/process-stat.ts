/** The fields of `/proc/PID/stat` that tell one process, and one program image of it, from another. */
export interface ProcessImage {
  /** Length of the line up to its last `)`: pid and comm. */
  readonly nameEnd: number;
  /** Field 3, the byte. */
  readonly state: number;
  /** Field 9. */
  readonly flags: number;
  /** Field 22. */
  readonly startTicks: number;
  /** Field 28. */
  readonly startStack: number;
  /** Field 48. */
  readonly argStart: number;
}

const SPACE = 0x20;
const CLOSE = 0x29;
const ZERO = 0x30;
const LAST = 48;
/** PF_KTHREAD of include/linux/sched.h. */
const KERNEL_THREAD = 0x00200000;

/** Fields of the line at hand: parsing is synchronous and is done for every process twice. */
const fields = new Float64Array(LAST + 1);

/**
 * Shape:  comm may hold spaces and `)`, so fields are counted from the last `)`.
 * Errors: NaN for numbers that are not there, 0 for a state that is not.
 * Source: proc_pid_stat(5)
 */
export function processImage(stat: Uint8Array, length: number): ProcessImage {
  const close = stat.lastIndexOf(CLOSE, length - 1);
  fields.fill(Number.NaN);
  if (close >= 0) readFields(stat, close + 4, length);
  return {
    nameEnd: close + 1,
    state: close >= 0 && close + 2 < length ? (stat[close + 2] as number) : 0,
    flags: fields[9] as number,
    startTicks: fields[22] as number,
    startStack: fields[28] as number,
    argStart: fields[48] as number,
  };
}

/** Unsigned numbers from field 4 on; a sign makes a field too large, and none with a sign is looked at. */
function readFields(stat: Uint8Array, from: number, length: number): void {
  let value = 0;
  let field = 4;
  for (let at = from; at < length && field <= LAST; at++) {
    const byte = stat[at] as number;
    if (byte !== SPACE) {
      value = value * 10 + byte - ZERO;
      continue;
    }
    fields[field++] = value;
    value = 0;
  }
}

/** One look at `stat`: the line, and what it tells. */
export interface Look {
  readonly bytes: Buffer;
  length: number;
  image: ProcessImage;
}

/**
 * Do two looks show the same program image? Where the reader may not know its addresses (they are 0), another name
 * tells; the names of kernel threads are of the moment and tell nothing.
 */
export function isSameImage(first: Look, second: Look): boolean {
  const { image: before } = first;
  const { image: after } = second;
  if (!Object.is(before.startStack, after.startStack) || !Object.is(before.argStart, after.argStart)) return false;
  if (before.startStack !== 0 || (before.flags & KERNEL_THREAD) !== 0) return true;
  return first.bytes.compare(second.bytes, 0, after.nameEnd, 0, before.nameEnd) === 0;
}
