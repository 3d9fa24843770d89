import type { Clock } from "@livetriage/triage-core";
import { monotonicMs } from "../clock.ts";
import type { Metrics } from "../metrics/metrics.ts";

/** One line of the Collector's log. */
export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly event: string;
  readonly [field: string]: string | number | boolean;
}

export type Log = (line: LogLine) => void;

const TELL_EVERY_MS = 60_000;

/** What failed that no caller is to blame for: each is counted, and one a minute of each kind is logged. */
export class Failures {
  readonly #log: Log;
  readonly #metrics: Metrics;
  readonly #clock: Clock;
  readonly #told = new Map<string, { readonly atMs: number; untold: number }>();

  constructor(log: Log, metrics: Metrics, clock: Clock) {
    this.#log = log;
    this.#metrics = metrics;
    this.#clock = clock;
  }

  /** `event` is one of few: it says what failed, and `error` how. */
  note(event: string, error: unknown): void {
    this.#metrics.count("failures_total");
    const atMs = monotonicMs(this.#clock);
    const last = this.#told.get(event);
    if (last !== undefined && atMs - last.atMs < TELL_EVERY_MS) {
      last.untold += 1;
      return;
    }
    this.#told.set(event, { atMs, untold: 0 });
    const untold = last?.untold ?? 0;
    this.#log({ level: "error", event, error: String(error), ...(untold > 0 && { untold }) });
  }

  /** What notes a failure of this kind. */
  of(event: string): (error: unknown) => void {
    return (error) => this.note(event, error);
  }
}
