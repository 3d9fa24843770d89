import { readFileSync } from "node:fs";

/** What a reader looks like from outside, without its help. */
export interface ReaderLook {
  /** R, S, D, T, Z … */
  readonly state: string;
  /** What it says that it is doing, see `reader/register.ts`. */
  readonly word: string;
  /** Clock ticks of processor time so far. */
  readonly cpu: number;
}

/**
 * The only file of the host that the main process opens during a run, of its readers and of `find`; reading it takes no
 * lock that they can hold.
 *
 * Errors: null when the reader is gone.
 * Source: proc_pid_stat(5), fields 2, 3, 14 and 15
 */
export function lookAtReader(pid: number): ReaderLook | null {
  try {
    return parseLook(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return null;
  }
}

/** Pure part of `lookAtReader`. */
export function parseLook(stat: string): ReaderLook {
  const close = stat.lastIndexOf(")");
  const fields = stat.slice(close + 2).split(" ");
  return {
    word: stat.slice(stat.indexOf("(") + 1, close),
    state: fields[0] ?? "",
    cpu: Number(fields[11]) + Number(fields[12]),
  };
}
