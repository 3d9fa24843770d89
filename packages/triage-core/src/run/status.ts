import type { Status } from "../schema/envelope.ts";
import type { ErrorTally, TriageError } from "../schema/error.ts";
import type { Truncation } from "../schema/truncation.ts";

/** Kinds of which a single one makes a phase partial: something that was there is not in the document. */
const LOSSES = new Set<string>([
  "access_denied",
  "blocked",
  "io",
  "malformed",
  "deadline_exceeded",
  "cancelled",
  "reader_died",
  "contract_violation",
]);

/**
 * How complete a phase is, from what it told; never set by hand.
 *
 * `unsupported`: its source does not exist on this kernel. `failed`: without any item it ended in an error, or its
 * readers died.
 * `partial`: something was cut or lost. `complete`: nothing was; vanished objects and skips by policy do not count.
 */
export function deriveStatus(section: {
  readonly error: TriageError | null;
  readonly errors: readonly ErrorTally[];
  readonly truncations: readonly Truncation[];
  readonly items: number;
}): Status {
  const isOver = section.error !== null || section.errors.some(({ kind }) => kind === "reader_died");
  if (isOver && section.items === 0) return section.error?.kind === "unsupported" ? "unsupported" : "failed";
  if (section.error !== null || section.truncations.length > 0) return "partial";
  return section.errors.some(isLoss) ? "partial" : "complete";
}

function isLoss(tally: ErrorTally): boolean {
  if (tally.kind === "skipped") return tally.why !== "policy";
  return LOSSES.has(tally.kind);
}
