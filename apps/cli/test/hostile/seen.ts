import type { ErrorTally, Fact, TriagePackage, Truncation } from "@livetriage/triage-core";
import type { Outcome } from "./stage/run-scene.ts";

type Row = Readonly<Record<string, unknown>>;

/** What one run of the command left to judge. */
export interface Seen extends Outcome {
  /** Null when standard output holds none. */
  readonly document: TriagePackage | null;
  /** The process row of a pid; `{}` where there is none. */
  process(pid: string | undefined): Row;
  /** The row of a file that changed. */
  file(path: string): Row;
  /** The rows of a file that starts something. */
  entries(path: string): readonly Row[];
  rows(phase: string): readonly Row[];
  facts(phase: string): readonly Fact[];
  truncations(phase: string): readonly Truncation[];
  errors(phase: string): readonly ErrorTally[];
}

/** Outcome of a scene with its document opened. */
export function toSeen(outcome: Outcome): Seen {
  const document = parse(outcome.stdout);
  const section = (phase: string) => document?.phases[phase];
  const rows = (phase: string): readonly Row[] => (section(phase)?.items ?? []) as Row[];
  return {
    ...outcome,
    document,
    rows,
    process: (pid) => rows("proc-tree").find((row) => String(row["pid"]) === pid) ?? {},
    file: (path) => rows("recent-files").find((row) => row["path"] === path) ?? {},
    entries: (path) => rows("persistence").filter((row) => row["path"] === path),
    facts: (phase) => section(phase)?.facts ?? [],
    truncations: (phase) => section(phase)?.truncations ?? [],
    errors: (phase) => section(phase)?.errors ?? [],
  };
}

function parse(text: string): TriagePackage | null {
  try {
    return JSON.parse(text) as TriagePackage;
  } catch {
    return null;
  }
}
