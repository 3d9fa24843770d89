/** What a reader did to the host so far, and what it cost. */
export interface Counters {
  bytes_read: number;
  files_opened: number;
  /** Regular files read without O_NOATIME, because it was refused: their atime may have moved. */
  atime_touched: number;
  /** Nothing that the runtime offers lists a directory without moving its atime. */
  directories_listed: number;
  /** Processor time, user and system. */
  cpu_ms: number;
  /** Most memory that was resident at once. */
  peak_rss_bytes: number;
}

/** The counters in the order in which they travel. */
export const COUNTERS = [
  "bytes_read",
  "files_opened",
  "atime_touched",
  "directories_listed",
  "cpu_ms",
  "peak_rss_bytes",
] as const;

export function zeroCounters(): Counters {
  return { bytes_read: 0, files_opened: 0, atime_touched: 0, directories_listed: 0, cpu_ms: 0, peak_rss_bytes: 0 };
}
