import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../tools/stamp.mjs";

/** What the Collector's storage takes, beside the disk itself. */
export async function print(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "livetriage-storage-"));
  console.log("packages of 300 KB, each acknowledged when it is durable; wanted: at least 200 packages/s");
  const options = ["--experimental-transform-types", "--no-warnings", "--conditions=@livetriage/source"];
  const program = [...options, join(root, "packages/collector/bench/storage.ts"), directory];
  try {
    spawnSync(process.execPath, program, { stdio: "inherit" });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
