import { RefusalReason } from "@livetriage/proto-types";
import type { CommandEntry } from "../config/state-file.ts";

/** More attempts than this are made only when an operator says so. */
export const MOST_ATTEMPTS = 3;

/** What becomes of a collection that operators signed. */
export type Admission =
  | { readonly do: "run"; readonly attempt: number }
  /** It is being done; the Collector has not heard of it. */
  | { readonly do: "nothing" }
  | { readonly do: "refuse"; readonly reason: RefusalReason };

/** What is known of a command when it comes. */
export interface Arrival {
  /** What was written down about it, if it came before. */
  readonly entry: CommandEntry | undefined;
  /** Is it waiting, running, or its package in memory? */
  readonly underWay: boolean;
  /** This boot, as `CommandEntry.boot`. */
  readonly boot: string;
  /** Does the host's rate allow one more? Asked for new commands only: an attempt that broke off is no new one. */
  readonly allowed: () => boolean;
}

/** Run it, as which attempt, or why not. */
export function admit({ entry, underWay, boot, allowed }: Arrival): Admission {
  if (entry === undefined) {
    return allowed() ? { do: "run", attempt: 1 } : { do: "refuse", reason: RefusalReason.RATE };
  }
  if (underWay) return { do: "nothing" };
  if (entry.retry) return { do: "run", attempt: entry.attempt + 1 };
  if (entry.boot !== boot) return { do: "refuse", reason: RefusalReason.CRASHED };
  if (entry.attempt >= MOST_ATTEMPTS) return { do: "refuse", reason: RefusalReason.ATTEMPTS };
  return { do: "run", attempt: entry.attempt + 1 };
}
