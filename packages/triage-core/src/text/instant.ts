const NS_PER_SECOND = 1_000_000_000n;

/** An instant as whole seconds since the epoch and the nanoseconds after them. */
export interface Instant {
  readonly s: number;
  readonly n: number;
}

export function instantOf(ns: bigint): Instant {
  const s = Number(ns / NS_PER_SECOND);
  const n = Number(ns % NS_PER_SECOND);
  return n < 0 ? { s: s - 1, n: n + Number(NS_PER_SECOND) } : { s, n };
}

export function nsOf(s: number, n: number): bigint {
  return BigInt(s) * NS_PER_SECOND + BigInt(n);
}
