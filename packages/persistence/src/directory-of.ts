import type { LosslessString } from "@livetriage/triage-core/text";

/** The path of the directory that a path lies in; empty for what lies in `/`. */
export function directoryOf(path: LosslessString): LosslessString {
  return path.slice(0, path.lastIndexOf("/"));
}
