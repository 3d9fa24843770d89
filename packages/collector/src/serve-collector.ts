import type { Clock } from "@livetriage/triage-core";

/** One line of the Collector's log. */
export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly event: string;
  readonly [field: string]: string | number | boolean;
}

export interface ServeOptions {
  /** As `initCollector` made it. */
  readonly dir: string;
  readonly clock: Clock;
  readonly log: (line: LogLine) => void;
  /** Instead of the one in `collector.yaml`; `127.0.0.1:0` picks a free port. */
  readonly listen?: string;
}

export interface RunningCollector {
  readonly port: number;
  /** Prometheus text format. */
  metrics(): string;
  /** Tells the sensors to come back later, ends every call, closes the storage. */
  close(): Promise<void>;
}

/** Serve sensors and operators out of a Collector's directory. */
export async function serveCollector(options: ServeOptions): Promise<RunningCollector> {
  throw new Error(`not yet: ${options.dir}`);
}
