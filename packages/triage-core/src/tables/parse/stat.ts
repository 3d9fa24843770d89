import { decodeLossless, type LosslessString } from "../../text/lossless.ts";

/** Who a process is, and which program image it runs. */
export interface StatIdentity {
  readonly comm: LosslessString;
  /** Field 22, decimal. */
  readonly start_ticks: string;
  /** Fields 28 and 48 (`STARTSTACK ARG_START`): equal for as long as no exec happens; 0 where the reader may not know. */
  readonly image: string;
}

/**
 * The identity in one `/proc/[pid]/stat`; null when it has no such fields.
 *
 * Shape:  `1234 (a) b) S 1 …`; comm may hold blanks, newlines and `)`, so it ends at the last `)`.
 * Source: proc_pid_stat(5)
 */
export function parseStatIdentity(bytes: Uint8Array): StatIdentity | null {
  const text = decodeLossless(bytes);
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 0 || close < open) return null;
  const fields = text
    .slice(close + 2)
    .trimEnd()
    .split(" ");
  const start_ticks = fields[22 - 3];
  if (start_ticks === undefined || !/^\d+$/.test(start_ticks)) return null;
  return { comm: text.slice(open + 1, close), start_ticks, image: `${fields[28 - 3]} ${fields[48 - 3]}` };
}
