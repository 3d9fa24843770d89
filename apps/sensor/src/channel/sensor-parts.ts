import type { Clock } from "@livetriage/triage-core";
import type { IdentityFacts } from "../config/fleet-identity.ts";
import type { Memory } from "../config/memory.ts";
import type { SensorConfig } from "../config/sensor-config.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { AnchoredClock } from "./anchored-clock.ts";
import type { Pressure } from "./pressure.ts";
import type { Spool } from "./spool.ts";

/** What the parts of the network side share. */
export interface SensorParts {
  readonly config: SensorConfig;
  readonly clock: Clock;
  readonly anchored: AnchoredClock;
  readonly memory: Memory;
  readonly spool: Spool;
  /** sha256 of this boot's id, hex. */
  readonly boot: string;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly readPressure: () => Pressure;
  /** What a command is judged by, as of now. */
  readonly identityFacts: () => IdentityFacts;
}
