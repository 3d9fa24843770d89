import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../tools/stamp.mjs";

const FLAGS = ["--conditions=@livetriage/source", "--experimental-transform-types", "--no-warnings"];

/** What an idle session and an upload cost the Collector, and what a sensor costs its host, all on this machine. */
export async function print(): Promise<void> {
  for (const script of ["packages/collector/bench/channel.ts", "apps/sensor/bench/sensor.ts"]) {
    execFileSync(process.execPath, [...FLAGS, join(root, script)], { stdio: "inherit" });
  }
}
