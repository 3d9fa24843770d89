import type { ErrorTally, TriageError } from "../schema/error.ts";

const SAMPLES = 3;

/** Counts equal errors: 30,000 refusals of one source cost one row. */
export interface Tally {
  add(error: TriageError): void;
  /** Rows in the order of their first error. */
  rows(): ErrorTally[];
}

/** A tally of errors per (kind, scope, source, why) that keeps the first three of each. */
export function createTally(): Tally {
  const rows = new Map<string, ErrorTally>();
  return {
    add(error) {
      const key = [error.kind, error.scope, error.source, error.why ?? ""].join("\0");
      const row = rows.get(key);
      if (row === undefined) {
        const { kind, scope, source, why } = error;
        rows.set(key, { kind, scope, source, ...(why === undefined ? {} : { why }), count: 1, samples: [error] });
      } else {
        row.count++;
        if (row.samples.length < SAMPLES) row.samples.push(error);
      }
    },
    rows: () => [...rows.values()],
  };
}
