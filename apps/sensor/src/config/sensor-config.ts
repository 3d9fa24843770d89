import { z } from "zod";

/** Where the configuration is looked for when `--config` does not say. */
export const DEFAULT_CONFIG = "/etc/livetriage/sensor.yaml";

const MIB = 1024 * 1024;

const path = z.string().regex(/^\//, "must be an absolute path");
const count = (least: number, most: number) => {
  const sentence = `must be a whole number from ${least} to ${most}`;
  return z.int(sentence).min(least, sentence).max(most, sentence);
};

/** `60s`, `5m` or `24h` as milliseconds. */
const DURATION = "must be a duration such as 60s, 5m or 24h";
const duration = z
  .string(DURATION)
  .regex(/^[1-9]\d{0,5}[smh]$/, DURATION)
  .transform(
    (text) => Number(text.slice(0, -1)) * { s: 1_000, m: 60_000, h: 3_600_000 }[text.at(-1) as "s" | "m" | "h"],
  );

/** Share of the last ten seconds in which something waited, in percent; nothing is above 100. */
const share = (normal: number) => count(0, 100).default(normal);

const hostPort = z.string().refine((text) => {
  const port = Number(/^[^\s/]+:(\d{1,5})$/.exec(text)?.[1] ?? 0);
  return port > 0 && port < 65_536;
}, "must be HOST:PORT");

/** Shares above which a collection waits. */
export const busyAboveSchema = z.object({ memory: share(20), cpu: share(60), io: share(60) });

/** What the configuration file may say; each key has a default, so that an empty file will do. */
export const sensorConfigSchema = z.object({
  state_dir: path
    .default("/var/lib/livetriage-sensor")
    .describe("Key and certificate of this sensor, commands taken on"),
  trust_file: path.default("/etc/livetriage/trust.json").describe("The fleet that this host enrolled in; root's"),
  join_file: path
    .default("/etc/livetriage/join.json")
    .describe("A host without an identity enrolls with it, if the systemd credential livetriage.join is not there"),
  collect_socket: path.default("/run/livetriage/collect.sock").describe("Where the collecting side is reached"),
  user: z.string().min(1).default("livetriage").describe("Owner of the process with the network, when started by root"),
  endpoints: z
    .array(hostPort)
    .min(1, "must name at least one HOST:PORT")
    .optional()
    .describe("Collectors to use in place of those in trust_file"),
  host_root: path
    .optional()
    .describe(
      "Where the host's files are; found out when not given: /proc/1/root in a mount namespace of our own, else /",
    ),
  proxy: hostPort
    .optional()
    .describe("HTTP proxy that connects us to the Collector (CONNECT); the environment's are ignored"),
  enabled: z.boolean().default(true).describe("false refuses every command"),
  disabled_file: path
    .default("/etc/livetriage/disabled")
    .describe("While this file is there every command is refused, and what runs is ended"),
  busy_above: busyAboveSchema
    .prefault({})
    .describe("A collection waits while tasks wait for more of their time (PSI, some, 10 s, in percent)"),
  budget: duration.prefault("60s").describe("Time for one collection, a command may ask for less"),
  nice: count(0, 19).default(10).describe("Niceness of a collection"),
  caps: z
    .record(z.string(), z.record(z.string(), count(1, Number.MAX_SAFE_INTEGER)))
    .default({})
    .describe("Caps by phase in place of the defaults; a command may only lower them"),
  phase_modules: z
    .array(z.object({ path, sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hex digits") }))
    .default([])
    .describe("Phases of others, one file each by path and sha256; the configuration must then be root's alone"),
  commands_per_hour: count(1, 3_600).default(6).describe("Collections within an hour"),
  burst: count(1, 100).default(2).describe("Collections that may follow one another at once"),
  spool_mib: count(1, 4_096)
    .transform((mib) => mib * MIB)
    .prefault(64)
    .describe("Memory for sealed packages in MiB; when it is full, collecting waits"),
  linger: duration.prefault("10m").describe("How long a delivered package is kept in memory"),
  metrics: z
    .string()
    .regex(/^(127\.0\.0\.1:\d{1,5}|\[::1\]:\d{1,5}|unix:\/.+)$/, "must be 127.0.0.1:PORT, [::1]:PORT or unix:/PATH")
    .optional()
    .describe("Where Prometheus metrics are served; nowhere when not given"),
});

export type SensorConfig = z.infer<typeof sensorConfigSchema>;
