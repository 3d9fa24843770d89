import { parseDecimal } from "../../text/numbers.ts";

/**
 * Threads of the whole kernel, those of other pid namespaces included; null when the field is missing.
 *
 * Shape:  `0.39 0.33 0.25 1/99 7394`: of the fourth field the part after the slash.
 * Source: proc_loadavg(5)
 */
export function parseThreadsTotal(text: string): number | null {
  return parseDecimal(/^\S+ \S+ \S+ \d+\/(\d+) /.exec(text)?.[1] ?? "");
}
