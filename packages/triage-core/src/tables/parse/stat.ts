import { decodeLossless, type LosslessString } from "../../text/lossless.ts";

/** Who a process is, and which program image it runs. */
export interface StatIdentity {
  readonly comm: LosslessString;
  /** Field 22, decimal. */
  readonly start_ticks: string;
  /** Fields 28 and 48 (`STARTSTACK ARG_START`): equal for as long as no exec happens; 0 where the reader may not know. */
  readonly image: string;
}

const OPEN = 0x28;
const CLOSE = 0x29;

/** From field 3 on: 22, and where there are so many 28 and 48. Found in place: this is done for every process. */
const FIELDS = /^\S+(?: \S+){18} (\d+)(?=\s|$)(?:(?: \S+){5} (\S+)(?: \S+){19} (\S+))?/;

/**
 * The identity in one `/proc/[pid]/stat`; null when it has no such fields.
 *
 * Shape:  `1234 (a) b) S 1 …`; comm may hold blanks, newlines and `)`, so it ends at the last `)`.
 * Source: proc_pid_stat(5)
 */
export function parseStatIdentity(bytes: Uint8Array): StatIdentity | null {
  const open = bytes.indexOf(OPEN);
  const close = bytes.lastIndexOf(CLOSE);
  if (open < 0 || close < open) return null;
  const rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1", close + 2);
  const [, start_ticks, stack, arguments_] = FIELDS.exec(rest) ?? [];
  if (start_ticks === undefined) return null;
  return { comm: decodeLossless(bytes.subarray(open + 1, close)), start_ticks, image: `${stack} ${arguments_}` };
}
