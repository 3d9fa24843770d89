import type { Outcome } from "./scenarios.ts";

/** Print what came of a scenario as a table. */
export function printOutcome(name: string, { what, done, of, notes, costs }: Outcome): void {
  const rows: [string, string][] = [
    [what, `${done} of ${of}`],
    ["wall time", `${(costs.wallMs / 1000).toFixed(1)} s`],
    ["Collector: processor", `${(costs.collectorCpuMs / 1000).toFixed(1)} s`],
    [
      "Collector: peak memory",
      `${costs.collectorRssMib.toFixed(0)} MiB RSS, ${costs.collectorPssMib.toFixed(0)} MiB PSS`,
    ],
    ["sensors: processor", `${(costs.sensorsCpuMs / 1000).toFixed(1)} s`],
    [
      `heartbeat round trip, of ${costs.heartbeats}`,
      `p50 ${costs.heartbeatP50Ms.toFixed(0)} ms, p99 ${costs.heartbeatP99Ms.toFixed(0)} ms`,
    ],
    ["connections of one sensor, at most", String(costs.mostAttempts)],
    ["listen overflows of the machine", String(costs.listenOverflows)],
  ];
  console.log(`\n${name}`);
  for (const [label, value] of rows) console.log(`  ${label.padEnd(40)}${value}`);
  for (const note of notes) console.log(`  ${note}`);
}
