/** Share of the last ten seconds in which some task waited for it, in percent; null where the kernel does not tell. */
export interface Pressure {
  readonly memory: number | null;
  readonly cpu: number | null;
  readonly io: number | null;
}

/** From how much pressure on a host is a burden. */
export interface Bearable {
  readonly memory: number;
  readonly cpu: number;
  readonly io: number;
}

/**
 * `avg10` of the line `some` in a file of /proc/pressure; null when there is none.
 *
 * Source: Documentation/accounting/psi.rst
 */
export function parsePressure(text: string): number | null {
  const [, percent] = /^some avg10=(\d{1,3}\.\d\d) /m.exec(text) ?? [];
  return percent === undefined ? null : Number(percent);
}

/** What there is too much pressure on, in words; null when it can be borne, or nothing is known. */
export function whyBusy(pressure: Pressure, bearable: Bearable): string | null {
  const kinds = ["memory", "cpu", "io"] as const;
  const high = kinds.filter((kind) => (pressure[kind] ?? 0) > bearable[kind]);
  return high.length === 0 ? null : high.map((kind) => `${kind} ${pressure[kind]} %`).join(", ");
}
