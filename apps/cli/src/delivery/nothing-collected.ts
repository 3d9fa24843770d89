import type { TriagePackage } from "@livetriage/triage-core";
import { printable } from "../terminal/printable.ts";

/** Why a document holds nothing, in one sentence; null when a phase gave something, or found that there is nothing. */
export function nothingCollected({ phases }: TriagePackage): string | null {
  const sections = Object.entries(phases);
  if (!sections.every(([, { status }]) => status === "failed" || status === "unsupported")) return null;
  if (sections.every(([, { errors }]) => errors.some(({ kind }) => kind === "reader_died"))) {
    return "nothing could be collected: readers did not start, or ended at once (are processes left to this user? ulimit -u)";
  }
  const reasons = sections.map(([name, { status, error }]) => `${name}: ${error?.message ?? error?.kind ?? status}`);
  return printable(`nothing could be collected (${reasons.join(", ")})`);
}
