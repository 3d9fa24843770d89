import type { Clock } from "../contract/clock.ts";
import type { HostReader } from "../contract/host-reader.ts";
import type { Collection } from "../schema/collection.ts";
import { toRfc3339 } from "../text/time.ts";

/**
 * One look at the three clocks; time since boot comes from the host, and is null without one.
 *
 * Source: proc_uptime(5), whose first number is seconds since boot, suspend included, to a hundredth.
 */
export async function readClocks(host: HostReader | undefined, clock: Clock): Promise<Collection["clocks_start"]> {
  const uptime = await host?.readFile("/proc/uptime", { maxBytes: 128 });
  const text = uptime?.ok === true ? Buffer.from(uptime.value.bytes).toString("latin1") : "";
  const match = /^(\d{1,12})\.(\d\d) /.exec(text);
  return {
    wall: toRfc3339(clock.wallNs()),
    monotonic_ns: String(clock.monotonicNs()),
    boottime_ns: match === null ? null : String(BigInt(`${match[1]}${match[2]}`) * 10_000_000n),
  };
}
