import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";

/** One entry of an environment; `value` is null when it is not of the form NAME=value. */
export interface EnvironEntry {
  readonly name: LosslessString;
  readonly value: LosslessString | null;
}

/**
 * Split `/proc/[pid]/environ` into its entries. Of a cut one the last, incomplete entry is left out.
 *
 * Shape:  `NAME=value` entries ended by NUL, as they were when the program started.
 * Source: proc_pid_environ(5)
 */
export function parseEnviron(bytes: Uint8Array, cut: boolean): EnvironEntry[] {
  const entries = decodeLossless(bytes).split("\0");
  if (cut) entries.pop();
  return entries.filter((entry) => entry !== "").map(toEntry);
}

function toEntry(entry: LosslessString): EnvironEntry {
  const equals = entry.indexOf("=", 1);
  return equals < 0 ? { name: entry, value: null } : { name: entry.slice(0, equals), value: entry.slice(equals + 1) };
}
