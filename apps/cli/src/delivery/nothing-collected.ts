import type { TriagePackage } from "@livetriage/triage-core";

/** Why a document holds nothing, in one sentence; null when a phase gave something, or found that there is nothing. */
export function nothingCollected({ phases }: TriagePackage): string | null {
  const sections = Object.entries(phases);
  if (!sections.every(([, { status }]) => status === "failed" || status === "unsupported")) return null;
  if (sections.every(([, { errors }]) => errors.some(({ kind }) => kind === "reader_died"))) {
    return "nothing could be collected: readers did not start, or ended at once (are processes left to this user? ulimit -u)";
  }
  const reasons = sections.map(([name, { status, error }]) => `${name}: ${error?.kind ?? status}`);
  return `nothing could be collected (${reasons.join(", ")})`;
}
