import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";

const DAY_MS = 86_400_000;

/** Delete the packages whose time is over. */
export async function retirePackages({ storage, audit, config, clock }: Collector): Promise<void> {
  for (const packageId of await storage.deleteBefore(nowMs(clock) - config.retention_days * DAY_MS)) {
    await audit.append("delete", { package_id: packageId, reason: "retention" });
  }
}
