import type { Settings } from "../server/settings.ts";

/** The window within which so many sensors leave: they come back at half of what the Collector lets in, or slower. */
export function drainWindowMs(sensors: number, { drainMs, acceptPerSecond }: Settings): number {
  return Math.max(drainMs, Math.ceil((2_000 * sensors) / acceptPerSecond));
}
