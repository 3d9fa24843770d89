/** What a reader did to the host so far. */
export interface Counters {
  bytes_read: number;
  files_opened: number;
  /** Regular files read without O_NOATIME, because it was refused: their atime may have moved. */
  atime_touched: number;
}

/** The counters in the order in which they travel. */
export const COUNTERS = ["bytes_read", "files_opened", "atime_touched"] as const;
