const UNITS: readonly (readonly [names: RegExp, ns: bigint])[] = [
  [/^(?:usec|us|µs|μs)$/, 1_000n],
  [/^(?:msec|ms)$/, 1_000_000n],
  [/^(?:seconds?|sec|s|)$/, 1_000_000_000n],
  [/^(?:minutes?|min|m)$/, 60_000_000_000n],
  [/^(?:hours?|hr|h)$/, 3_600_000_000_000n],
  [/^(?:days?|d)$/, 86_400_000_000_000n],
  [/^(?:weeks?|w)$/, 604_800_000_000_000n],
  [/^(?:months?|M)$/, 2_629_800_000_000_000n],
  [/^(?:years?|y)$/, 31_557_600_000_000_000n],
];

/** A span such as `3h 20min` or `90`; null for anything else. Units: nanoseconds. Source: systemd.time(7), "Parsing Time Spans". */
export function parseTimeSpan(text: string): bigint | null {
  const parts = [...text.trim().matchAll(/(\d{1,12})\s*([A-Za-zµμ]*)\s*/gy)];
  if (parts.length === 0 || parts.reduce((sum, [part]) => sum + part.length, 0) !== text.trim().length) return null;
  const spans = parts.map(([, count = "0", unit = ""]) => {
    const ns = UNITS.find(([names]) => names.test(unit))?.[1];
    return ns === undefined ? null : BigInt(count) * ns;
  });
  return spans.includes(null) ? null : spans.reduce<bigint>((sum, span) => sum + (span ?? 0n), 0n);
}
