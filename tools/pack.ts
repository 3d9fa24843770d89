/** Packs the package in the current folder as it would be published, and checks the tarball: `node ../../tools/pack.ts`. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./check/run.ts";

const folder = mkdtempSync(join(tmpdir(), "livetriage-pack-"));
try {
  await must("pnpm", ["pack", "--pack-destination", folder]);
  const tarball = join(folder, readdirSync(folder)[0] ?? "nothing");
  await must("publint", [tarball, "--strict"]);
  await must("attw", [tarball, "--profile", "esm-only"]);
} finally {
  rmSync(folder, { recursive: true });
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const { ok, output } = await run(command, args, { cwd: process.cwd() });
  if (ok) return;
  process.stdout.write(output);
  process.exitCode = 1;
}
