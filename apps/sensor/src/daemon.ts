import { systemClock } from "@livetriage/triage-core/host";
import { AnchoredClock } from "./channel/anchored-clock.ts";
import { openConnection } from "./channel/connection.ts";
import { keepConnected } from "./channel/keep-connected.ts";
import { Sensor } from "./channel/sensor.ts";
import type { SensorParts } from "./channel/sensor-parts.ts";
import { Spool } from "./channel/spool.ts";
import { FleetIdentity } from "./config/fleet-identity.ts";
import { hasIdentity } from "./config/identity-files.ts";
import { Memory, type OnWritable } from "./config/memory.ts";
import type { SensorConfig } from "./config/sensor-config.ts";
import { EXIT, Exit } from "./exit.ts";
import { createLog, type Log } from "./log.ts";
import { Metrics } from "./metrics.ts";
import { serveMetrics } from "./metrics-server.ts";
import { Addresses } from "./spawn/addresses.ts";
import { firstDelayMs, readBootHash, readPressure } from "./spawn/machine.ts";
import { notify, watchdogMs } from "./spawn/notify.ts";
import { wait } from "./wait.ts";

/** Time that what is under way has to end when the daemon is stopped; what does not is collected again after the next start. */
const STOP_MS = 3_000;

/** An identity is waited for, and looked for so often. */
const IDENTITY_MS = 60_000;
const LOOK_MS = 1_000;

/** The process with the network: runs until the signal. */
export async function runDaemon(
  config: SensorConfig,
  warnings: readonly string[],
  stopped: AbortSignal,
): Promise<void> {
  if (process.geteuid?.() === 0) throw new Exit(EXIT.noPerm, "the process with the network must not be root's");
  const log = createLog(systemClock, (line) => process.stdout.write(line));
  for (const problem of warnings) log("warn", "config", { problem });
  tellServiceManager(stopped);
  if (!(await isEnrolled(config, log, stopped))) return;
  const identity = new FleetIdentity(config.state_dir, config.trust_file);
  const parts = sensorParts(config, identity, log);
  const sensor = new Sensor(parts, identity);
  if (config.metrics !== undefined) await serveMetrics(config.metrics, parts);
  log("info", "started", { sensor: identity.trust.sensorId, fleet: identity.trust.fleetId });
  const ends = new AbortController();
  stopped.addEventListener("abort", () => void stop(sensor, ends), { once: true });
  await wait(firstDelayMs(), ends.signal);
  const way = { proxy: config.proxy, addresses: new Addresses(config.state_dir) };
  await keepConnected({
    endpoints: config.endpoints ?? identity.trust.endpoints,
    serve: (endpoint) =>
      sensor.serve(() => openConnection(endpoint, { caPem: identity.caPem, pair: identity.pair, ...way })),
    clock: systemClock,
    log,
    onFailure: () => parts.metrics.add("livetriage_sensor_session_failures_total"),
    signal: ends.signal,
  });
  log("info", "stopped");
}

function sensorParts(config: SensorConfig, identity: FleetIdentity, log: Log): SensorParts {
  const anchored = new AnchoredClock(systemClock);
  const metrics = new Metrics();
  const tellWritable: OnWritable = (problem) => {
    metrics.set("livetriage_sensor_state_unwritten", problem === null ? 0 : 1);
    if (problem === null) log("info", "what was run is on disk again");
    else log("error", "what was run cannot be written down, a restart forgets it", { problem });
  };
  return {
    config,
    clock: systemClock,
    anchored,
    memory: new Memory(config.state_dir, tellWritable),
    spool: new Spool(config.spool_mib),
    boot: readBootHash(),
    log,
    metrics,
    readPressure,
    identityFacts: () => identity.facts(anchored.nowMs()),
  };
}

/** Waits for an identity, which others give to this host; whoever keeps us running starts us anew when none comes. */
async function isEnrolled({ state_dir, join_file }: SensorConfig, log: Log, stopped: AbortSignal): Promise<boolean> {
  if (!hasIdentity(state_dir)) log("warn", "waiting, this host has no identity", { join_file });
  for (let waited = 0; !hasIdentity(state_dir) && waited < IDENTITY_MS; waited += LOOK_MS) await wait(LOOK_MS, stopped);
  return hasIdentity(state_dir);
}

/** What is under way may end, for a while; then we say good-bye. */
async function stop(sensor: Sensor, ends: AbortController): Promise<void> {
  notify("STOPPING=1");
  sensor.stop();
  for (let waited = 0; sensor.busy && waited < STOP_MS; waited += 100) await wait(100);
  ends.abort();
  sensor.bye("stopped");
}

function tellServiceManager(stopped: AbortSignal): void {
  notify("READY=1");
  const every = watchdogMs();
  if (every === null) return;
  const timer = setInterval(() => notify("WATCHDOG=1"), every);
  stopped.addEventListener("abort", () => clearInterval(timer), { once: true });
}
