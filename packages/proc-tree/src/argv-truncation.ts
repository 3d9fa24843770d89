import type { Truncation } from "@livetriage/triage-core";
import type { Process } from "./process.ts";

/** What the cap on arguments cost all processes together; null when nothing. */
export function argvTruncation(processes: readonly Process[], limit: number): Truncation | null {
  const cut = processes.flatMap(({ argv }) => (argv?.more === true ? [argv] : []));
  if (cut.length === 0) return null;
  return {
    cap: "argv_bytes",
    limit,
    unit: "bytes",
    source: "/proc/[pid]/cmdline",
    dropped: cut.reduce((sum, { expected, bytes }) => sum + Math.max(1, (expected ?? 0) - bytes), 0),
    dropped_is: cut.some(({ expected }) => expected === null) ? "at-least" : "exact",
    kept: "first bytes of each process",
    groups: [],
  };
}
