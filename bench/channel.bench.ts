import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../tools/stamp.mjs";

const FLAGS = ["--conditions=@livetriage/source", "--experimental-transform-types", "--no-warnings"];

/** What an idle session and an upload cost the Collector, with both ends on this machine. */
export async function print(): Promise<void> {
  execFileSync(process.execPath, [...FLAGS, join(root, "packages/collector/bench/channel.ts")], { stdio: "inherit" });
}
