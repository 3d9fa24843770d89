import { randomBytes } from "node:crypto";
import { systemClock } from "@livetriage/triage-core/host";
import { AnchoredClock } from "../../src/channel/anchored-clock.ts";
import { type Connection, openConnection } from "../../src/channel/connection.ts";
import { Sensor } from "../../src/channel/sensor.ts";
import type { SensorParts } from "../../src/channel/sensor-parts.ts";
import { Spool } from "../../src/channel/spool.ts";
import { enroll } from "../../src/commands/enroll.ts";
import { FleetIdentity } from "../../src/config/fleet-identity.ts";
import { Memory } from "../../src/config/memory.ts";
import { type SensorConfig, sensorConfigSchema } from "../../src/config/sensor-config.ts";
import { Metrics } from "../../src/metrics.ts";
import { wait } from "../../src/wait.ts";

/** The network side of a sensor in this process, with a home of its own. */
export interface TestSensor {
  readonly sensorId: string;
  /** Where its collecting side is asked. */
  readonly socket: string;
  /** Connects again and again, without the patience of a real one, until the signal; a new one each time, as after a restart. */
  run(port: () => number, signal: AbortSignal, through?: Through): Promise<void>;
}

/** Puts something between the sensor and its connection. */
type Through = (connection: Connection) => Connection;

/** A connection that has fallen silent is given up soon. */
const EAGER_PINGS = { everyMs: 2_000, timeoutMs: 2_000 };

/** Boot of all sensors of this process. */
const BOOT = randomBytes(32).toString("hex");

export async function testSensor(home: string, joinFile: string): Promise<TestSensor> {
  const config: SensorConfig = sensorConfigSchema.parse({
    state_dir: `${home}/state`,
    trust_file: `${home}/trust.json`,
    collect_socket: `${home}/collect.sock`,
    user: "nobody",
    commands_per_hour: 3600,
    burst: 100,
    linger: "1s", // thousands of packages are delivered
  });
  const sensorId = await enroll(config, joinFile);
  return {
    sensorId,
    socket: config.collect_socket,
    run: (port, signal, through = (connection) => connection) => keepRunning(config, port, signal, through),
  };
}

async function keepRunning(
  config: SensorConfig,
  port: () => number,
  signal: AbortSignal,
  through: Through,
): Promise<void> {
  const identity = new FleetIdentity(config.state_dir, config.trust_file);
  const sensor = new Sensor(partsOf(config, identity), identity);
  while (!signal.aborted) {
    const opened: Connection[] = [];
    const open = (): Connection => {
      const tls = { caPem: identity.caPem, pair: identity.pair };
      const connection = through(openConnection(`127.0.0.1:${port()}`, tls, EAGER_PINGS));
      opened.push(connection);
      return connection;
    };
    const stop = (): void => opened.forEach((connection) => connection.close());
    signal.addEventListener("abort", stop, { once: true });
    await sensor.serve(open).catch(() => undefined);
    signal.removeEventListener("abort", stop);
    stop();
    await wait(10, signal);
  }
}

function partsOf(config: SensorConfig, identity: FleetIdentity): SensorParts {
  const anchored = new AnchoredClock(systemClock);
  return {
    config,
    clock: systemClock,
    anchored,
    memory: new Memory(config.state_dir, () => undefined),
    spool: new Spool(config.spool_mib),
    boot: BOOT,
    log: () => undefined,
    metrics: new Metrics(),
    readPressure: () => ({ memory: null, cpu: null, io: null }),
    identityFacts: () => identity.facts(anchored.nowMs()),
  };
}
