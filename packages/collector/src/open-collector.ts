import { createPrivateKey } from "node:crypto";
import { join } from "node:path";
import type { Clock } from "@livetriage/triage-core";
import { openAuditLog } from "./audit/open-audit-log.ts";
import { openAuthorities } from "./ca/authorities.ts";
import type { Collector } from "./collector.ts";
import type { CollectorConfig } from "./config/collector-config.ts";
import { parseConfig } from "./config/parse-config.ts";
import { PolicyInForce } from "./config/policy-in-force.ts";
import { Metrics } from "./metrics/metrics.ts";
import { openRuns } from "./runs/open-runs.ts";
import { Turns } from "./runs/turns.ts";
import { Connections } from "./server/connections.ts";
import { Failures, type Log } from "./server/failures.ts";
import { Refusals } from "./server/refusals.ts";
import type { Settings } from "./server/settings.ts";
import { HeartbeatPace } from "./session/heartbeat-pace.ts";
import { SeenBatch } from "./session/seen-batch.ts";
import { Sessions } from "./session/sessions.ts";
import { readCollectorFiles, writeKeyPolicy } from "./storage/collector-directory.ts";
import { openEmbeddedStorage } from "./storage/embedded-storage.ts";
import { lockDirectory } from "./storage/lock-directory.ts";
import { nodeDisk } from "./storage/node-disk.ts";
import { Grants } from "./uploads/grants.ts";

/**
 * Open what a Collector's directory holds.
 *
 * Errors: an Error whose message names the file, and for `collector.yaml` each line and key.
 */
export async function openCollector(dir: string, clock: Clock, settings: Settings, log: Log): Promise<Collector> {
  const files = await readCollectorFiles(dir);
  const config = configOf(files.configText);
  const policy = new PolicyInForce(files.keyPolicy, config, (bytes) => writeKeyPolicy(dir, bytes));
  const authorities = openAuthorities(files);
  const unlock = lockDirectory(dir);
  const storage = await openEmbeddedStorage(join(dir, "data"));
  const disk = nodeDisk(join(dir, "data"));
  const audit = await openAuditLog({ disk, key: createPrivateKey(files.auditKey), clock, heads: storage });

  const metrics = new Metrics();
  const failures = new Failures(log, metrics, clock);
  const sessions = new Sessions(new HeartbeatPace(config.heartbeat_seconds, settings.heartbeatsPerSecond));
  const monotonicNs = () => clock.monotonicNs();
  const grants = new Grants({ uploads: settings.uploads, ttlMs: settings.grantTtlMs, monotonicNs });
  const peers = { connections: new Connections(settings), sessions, grants };
  showGauges(metrics, peers);
  return {
    config,
    settings,
    clock,
    authorities,
    policy,
    storage,
    audit,
    metrics,
    ...peers,
    refusals: new Refusals(audit, metrics, clock),
    failures,
    seen: new SeenBatch(storage),
    ...(await openRuns({ storage, audit, sessions, metrics, failures, clock, settings })),
    turns: new Turns(),
    unlock,
  };
}

function configOf(text: string): CollectorConfig {
  const parsed = parseConfig(text);
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => `collector.yaml: ${problem}`).join("; "));
  return parsed.config;
}

function showGauges(
  metrics: Metrics,
  { connections, sessions, grants }: Pick<Collector, "connections" | "sessions" | "grants">,
): void {
  metrics.gauge("connections", "Connections that are open now.", () => connections.size);
  metrics.gauge("sessions", "Sessions that stand now.", () => sessions.size);
  metrics.gauge("uploads_granted", "Packages that may be sent now.", () => grants.granted);
  metrics.gauge("uploads_waiting", "Packages that wait for a grant.", () => grants.waiting);
}

/** Writes what is not yet written, and lets go of the files. */
export async function closeCollector({
  dispatcher,
  pusher,
  seen,
  audit,
  failures,
  storage,
  unlock,
}: Collector): Promise<void> {
  dispatcher.close();
  pusher.close();
  await seen.close();
  await audit.checkpoint().catch(failures.of("the last checkpoint failed"));
  await audit.close();
  await storage.close();
  unlock();
}
