import { RefusalReason } from "@livetriage/proto-types";

/** Name, type and help of everything that is counted. */
const METRICS = {
  livetriage_sensor_sessions_total: ["counter", "Sessions that were opened"],
  livetriage_sensor_session_failures_total: ["counter", "Sessions that broke or could not be opened"],
  livetriage_sensor_connected: ["gauge", "Is a session open?"],
  livetriage_sensor_commands_refused_total: ["counter", "Commands that were not run, by reason"],
  livetriage_sensor_packages_delivered_total: ["counter", "Packages that are durable at the Collector"],
  livetriage_sensor_uploaded_bytes_total: ["counter", "Sealed bytes that were sent"],
  livetriage_sensor_state_unwritten: [
    "gauge",
    "Is what was run remembered in memory only, for the disk takes nothing?",
  ],
  livetriage_sensor_spool_bytes: ["gauge", "Sealed bytes in memory"],
} as const;

type Name = keyof typeof METRICS;

/** Numbers about this sensor. Source: Prometheus text exposition format 0.0.4 */
export class Metrics {
  readonly #values = new Map<Name, Map<string, number>>();

  add(name: Name, by = 1, label = ""): void {
    const series = this.#values.get(name) ?? new Map<string, number>();
    this.#values.set(name, series.set(label, (series.get(label) ?? 0) + by));
  }

  set(name: Name, value: number): void {
    this.#values.set(name, new Map([["", value]]));
  }

  refused(reason: RefusalReason): void {
    this.add("livetriage_sensor_commands_refused_total", 1, `{reason="${RefusalReason[reason] ?? reason}"}`);
  }

  text(): string {
    const lines = Object.entries(METRICS).flatMap(([name, [type, help]]) => {
      const series = this.#values.get(name as Name) ?? new Map([["", 0]]);
      const values = [...series].map(([label, value]) => `${name}${label} ${value}`);
      return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...values];
    });
    return `${lines.join("\n")}\n`;
  }
}
