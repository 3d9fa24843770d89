import { splitLines } from "@livetriage/triage-core/text";

/** One resource limit; values are decimal or `unlimited`. */
export interface Limit {
  readonly resource: string;
  readonly soft: string;
  readonly hard: string;
  /** What the values count; null for resources without a unit. */
  readonly unit: string | null;
}

const LINE = /^Max (?<resource>\S.*?) +(?<soft>unlimited|\d+) +(?<hard>unlimited|\d+) *(?<unit>\S+)? *$/;

/**
 * The resource limits of a process. A line that has not their shape is left out.
 *
 * Shape:  `Max open files            1024                 4096                 files`
 * Source: proc_pid_limits(5), getrlimit(2)
 */
export function parseLimits(text: string): Limit[] {
  return splitLines(text).flatMap((line) => {
    const { resource, soft, hard, unit } = LINE.exec(line)?.groups ?? {};
    if (resource === undefined || soft === undefined || hard === undefined) return [];
    return [{ resource, soft, hard, unit: unit ?? null }];
  });
}
