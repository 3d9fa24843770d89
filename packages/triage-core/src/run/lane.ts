import type { HostReader } from "../contract/host-reader.ts";
import type { AnyPhase } from "../contract/phase.ts";

/** Phases of one lane run one after another on the same reader; lanes run side by side. */
export const LANES = ["kernel", "files"] as const;

export type Lane = (typeof LANES)[number];

/** What reading cost so far. */
export interface LaneStats {
  readonly asks: number;
  readonly bytes_read: number;
  readonly files_opened: number;
  readonly atime_touched: number;
  readonly directories_listed: number;
  readonly readers_started: number;
  readonly readers_abandoned: number;
  readonly programs_started: readonly string[];
  readonly cpu_ms: number | null;
  readonly peak_rss_bytes: number | null;
  /** Little memory or few descriptors for us: one reader, a small window, a quarter of every cap. */
  readonly small_host: boolean;
}

/** The cost of a host that is not read: a recording, a host in memory. */
export const NO_COST: LaneStats = {
  asks: 0,
  bytes_read: 0,
  files_opened: 0,
  atime_touched: 0,
  directories_listed: 0,
  readers_started: 0,
  readers_abandoned: 0,
  programs_started: [],
  cpu_ms: null,
  peak_rss_bytes: null,
  small_host: false,
};

/** The door to the host that one lane uses. */
export interface LaneHost {
  /** The host for one phase: quiet once the signal fires, and with its own share of time that blocked reads may cost. */
  forPhase(signal: AbortSignal): HostReader;
  stats(): LaneStats;
  /** Ends the readers. */
  close(): void;
}

/** The lane of a phase: `kernel` when its main source lies in /proc or /sys. */
export function laneOf({ reads: [main = ""] }: Pick<AnyPhase, "reads">): Lane {
  return /^\/(proc|sys)(\/|$)/.test(main) ? "kernel" : "files";
}
