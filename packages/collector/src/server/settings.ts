/** Times and limits of a running Collector. */
export interface Settings {
  /** New connections a second, the others are closed before TLS. */
  readonly acceptPerSecond: number;
  /** A connection is asked for a sign of life this often, and closed when none comes within `pingTimeoutMs`. */
  readonly pingEveryMs: number;
  readonly pingTimeoutMs: number;
  /** From the start of a connection to the end of its handshake, and of a call to its first message. */
  readonly helloMs: number;
  /** A call that is no stream ends within. */
  readonly callMs: number;
  /** A connection without a call is closed after. */
  readonly idleMs: number;
  /** More connections than this send less at a time: memory before speed. */
  readonly crowd: number;
  /** A session is told to come back elsewhere after this, a quarter more or less. */
  readonly sessionMaxAgeMs: number;
  /** The window within which a sensor that was told to leave does. */
  readonly drainMs: number;
  /** Signs of life that all sensors together give in a second, at most; more sensors are asked more seldom. */
  readonly heartbeatsPerSecond: number;
  /** A command without a receipt is sent again after. */
  readonly pushAgainMs: number;
  /** Commands that are sent at once, every tenth of a second. */
  readonly pushBurst: number;
  /** Uploads under way. With `windowBytes` each this is 64 MiB. */
  readonly uploads: number;
  readonly windowBytes: number;
  /** After this another upload that waits may have the place. */
  readonly grantTtlMs: number;
  /** Sensors whose certificate is of a former CA renew it within this time, in seconds. */
  readonly renewWithinSeconds: number;
  /** Other CAs in the directory are followed within. */
  readonly reloadEveryMs: number;
  readonly expireEveryMs: number;
  readonly retireEveryMs: number;
}

export const DEFAULT_SETTINGS: Settings = {
  acceptPerSecond: 200,
  pingEveryMs: 30_000,
  pingTimeoutMs: 10_000,
  helloMs: 10_000,
  callMs: 30_000,
  idleMs: 60_000,
  crowd: 1_000,
  sessionMaxAgeMs: 4 * 3_600_000,
  drainMs: 30_000,
  heartbeatsPerSecond: 100,
  pushAgainMs: 30_000,
  pushBurst: 100,
  uploads: 64,
  windowBytes: 1_048_576,
  grantTtlMs: 120_000,
  renewWithinSeconds: 3_600,
  reloadEveryMs: 10_000,
  expireEveryMs: 1_000,
  retireEveryMs: 3_600_000,
};
