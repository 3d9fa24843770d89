import type { HostError, HostFacts, HostReader, TriageError } from "@livetriage/triage-core";
import { toTriageError } from "@livetriage/triage-core";

/** What the steps of one run share. */
export interface Gathering {
  readonly host: HostReader;
  readonly facts: HostFacts;
  readonly detail: "basic" | "standard" | "full";
  readonly argvBytes: number;
  /** Devices of the mounted file systems, `major:minor`. */
  readonly mounted: ReadonlySet<string>;
  /** Gaps met so far, not yet told. */
  readonly errors: TriageError[];
}

/** Note that one column of one process could not be read. */
export function fieldGap(run: Gathering, error: HostError, source: string): TriageError {
  const gap = toTriageError(error, { scope: "field", source });
  run.errors.push(gap);
  return gap;
}
