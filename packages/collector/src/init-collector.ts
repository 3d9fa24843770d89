import type { Clock } from "@livetriage/triage-core";

export interface InitOptions {
  /** Must not exist, or be empty. */
  readonly dir: string;
  /** Text of the operator's `operator.pub`. */
  readonly operatorPub: string;
  /** `HOST:PORT` under which sensors and operators reach this Collector; the first one's port is listened on. */
  readonly endpoints: readonly string[];
  readonly clock: Clock;
}

/**
 * Make a Collector's directory: `collector.yaml`, `ca.key`, `ca.crt`, `server.key`, `server.crt`, `policy.signed` and
 * `operators/NAME.json`.
 *
 * Errors: one sentence for the operator when something is there already or `operatorPub` is not what it should be.
 */
export async function initCollector(options: InitOptions): Promise<void> {
  throw new Error(`not yet: ${options.dir}`);
}
