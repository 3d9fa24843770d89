/** What a Collector counts, with what Prometheus is told about each. */
const COUNTERS = {
  connections_total: "Connections that were accepted.",
  connections_shed_total: "Connections that were closed before TLS, because there were too many in a second.",
  calls_refused_total: "Calls and handshakes that were refused for who made them.",
  sessions_total: "Sessions that sensors began.",
  frames_total: "Frames that sensors sent in sessions.",
  commands_pushed_total: "Commands that were sent to sensors, again ones included.",
  chunks_total: "Chunks that were made durable.",
  chunk_bytes_total: "Bytes of these chunks.",
  chunks_refused_total: "Chunks that were refused for their place, size or digest.",
  packages_total: "Packages that became whole.",
  failures_total: "What failed that no caller is to blame for, such as a full disk.",
} as const;

export type CounterName = keyof typeof COUNTERS;

/** Counters, and gauges that are read when asked for. */
export class Metrics {
  readonly #counts = new Map<string, number>(Object.keys(COUNTERS).map((name) => [name, 0]));
  readonly #gauges = new Map<string, { readonly help: string; readonly read: () => number }>();

  count(name: CounterName, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  gauge(name: string, help: string, read: () => number): void {
    this.#gauges.set(name, { help, read });
  }

  /** Prometheus text format. */
  text(): string {
    const counters = Object.entries(COUNTERS).map(([name, help]) =>
      entry(name, "counter", help, this.#counts.get(name) ?? 0),
    );
    const gauges = [...this.#gauges].map(([name, { help, read }]) => entry(name, "gauge", help, read()));
    return [...counters, ...gauges].join("");
  }
}

function entry(name: string, type: string, help: string, value: number): string {
  const full = `livetriage_collector_${name}`;
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${full} ${value}\n`;
}
