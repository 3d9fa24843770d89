import type { Footprint } from "../schema/collection.ts";
import type { LaneStats } from "./lane.ts";

/** What all lanes and this process cost together. A lane that does not know its cost makes the sum unknown. */
export function toFootprint(
  lanes: readonly LaneStats[],
  own: { readonly cpu_ms: number; readonly peak_rss_bytes: number },
): Footprint {
  const sum = (pick: (lane: LaneStats) => number): number => lanes.reduce((total, lane) => total + pick(lane), 0);
  const known = lanes.every((lane) => lane.cpu_ms !== null && lane.peak_rss_bytes !== null);
  return {
    cpu_ms: known ? Math.round(own.cpu_ms + sum((lane) => lane.cpu_ms ?? 0)) : null,
    peak_rss_bytes: known ? own.peak_rss_bytes + sum((lane) => lane.peak_rss_bytes ?? 0) : null,
    asks: sum((lane) => lane.asks),
    bytes_read: sum((lane) => lane.bytes_read),
    files_opened: sum((lane) => lane.files_opened),
    atime_touched: sum((lane) => lane.atime_touched),
    directories_listed: sum((lane) => lane.directories_listed),
    readers_started: sum((lane) => lane.readers_started),
    readers_abandoned: sum((lane) => lane.readers_abandoned),
    programs_started: [...new Set(lanes.flatMap((lane) => lane.programs_started))],
  };
}
