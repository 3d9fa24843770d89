import type { Clock } from "@livetriage/triage-core";
import type { AuditLog } from "./audit/audit-log.ts";
import type { Authorities } from "./ca/authorities.ts";
import type { CollectorConfig } from "./config/collector-config.ts";
import type { PolicyInForce } from "./config/policy-in-force.ts";
import type { Metrics } from "./metrics/metrics.ts";
import type { Dispatcher } from "./runs/dispatcher.ts";
import type { RunBook } from "./runs/run-book.ts";
import type { RunEvents } from "./runs/run-events.ts";
import type { Turns } from "./runs/turns.ts";
import type { Connections } from "./server/connections.ts";
import type { Failures } from "./server/failures.ts";
import type { Refusals } from "./server/refusals.ts";
import type { Settings } from "./server/settings.ts";
import type { Pusher } from "./session/pusher.ts";
import type { SeenBatch } from "./session/seen-batch.ts";
import type { Sessions } from "./session/sessions.ts";
import type { StorageEngine } from "./storage/storage-engine.ts";
import type { Grants } from "./uploads/grants.ts";

/** What the calls of one Collector share. */
export interface Collector {
  readonly config: CollectorConfig;
  readonly settings: Settings;
  readonly clock: Clock;
  /** Those of the directory, also when they change. */
  authorities: Authorities;
  readonly policy: PolicyInForce;
  readonly storage: StorageEngine;
  readonly audit: AuditLog;
  readonly refusals: Refusals;
  readonly failures: Failures;
  readonly metrics: Metrics;
  readonly seen: SeenBatch;
  readonly connections: Connections;
  readonly sessions: Sessions;
  readonly pusher: Pusher;
  readonly runs: RunEvents;
  readonly book: RunBook;
  readonly dispatcher: Dispatcher;
  /** Whoever changes a sensor waits for its turn. */
  readonly turns: Turns;
  readonly grants: Grants;
  /** Another Collector may serve the directory from then on. */
  readonly unlock: () => void;
}
