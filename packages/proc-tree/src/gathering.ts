import type { HostError, HostFacts, HostReader, Result, Tables, TriageError } from "@livetriage/triage-core";
import { toTriageError } from "@livetriage/triage-core";
import type { Cgroup, LosslessString } from "@livetriage/triage-core/text";

/** What the steps of one run share. */
export interface Gathering {
  readonly host: HostReader;
  readonly tables: Tables;
  readonly facts: HostFacts;
  readonly detail: "basic" | "standard" | "full";
  readonly argvBytes: number;
  /** Devices of the mounted file systems, `major:minor`. */
  readonly mounted: ReadonlySet<string>;
  /** By the text of the file that tells them. */
  readonly cgroups: Map<LosslessString, Cgroup | null>;
  /** Gaps met so far, not yet told. */
  readonly errors: TriageError[];
}

/** Note that one column of one process could not be read. */
export function fieldGap(run: Gathering, error: HostError, source: string): TriageError {
  const gap = toTriageError(error, { scope: "field", source });
  run.errors.push(gap);
  return gap;
}

/** Count a read that failed. A file that is `always` there has vanished when it is not; others some kernels lack. */
export function noteGap(run: Gathering, result: Result<unknown> | undefined, source: string, always = false): void {
  if (result?.ok === false && (always || isGap(result.error))) fieldGap(run, result.error, source);
}

/** Kernels without the feature have no such file, or answer that there is no label. */
function isGap({ errno }: HostError): boolean {
  return errno !== "ENOENT" && errno !== "EINVAL";
}
