import type { Clock } from "@livetriage/triage-core";
import type { AuditLog } from "../audit/audit-log.ts";
import { nowMs } from "../clock.ts";
import type { Metrics } from "../metrics/metrics.ts";

const PER_MINUTE = 20;

/** Refusals of strangers: each is counted, and as many are audited as keep the log readable. */
export class Refusals {
  readonly #audit: AuditLog;
  readonly #metrics: Metrics;
  readonly #clock: Clock;
  #minute = 0;
  #inMinute = 0;
  #untold = 0;

  constructor(audit: AuditLog, metrics: Metrics, clock: Clock) {
    this.#audit = audit;
    this.#metrics = metrics;
    this.#clock = clock;
  }

  async note(reason: string, fields: Readonly<Record<string, string>>): Promise<void> {
    this.#metrics.count("calls_refused_total");
    const minute = Math.floor(nowMs(this.#clock) / 60_000);
    if (minute !== this.#minute) [this.#minute, this.#inMinute] = [minute, 0];
    if (++this.#inMinute > PER_MINUTE) {
      this.#untold += 1;
      return;
    }
    const untold = this.#untold;
    this.#untold = 0;
    await this.#audit.append("refuse", { reason, ...fields, ...(untold > 0 && { untold }) });
  }
}
