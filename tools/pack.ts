/** Packs the package in the current folder as it would be published, and checks the tarball: `node ../../tools/pack.ts`. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "./check/run.ts";

const here = { cwd: process.cwd() };
const folder = mkdtempSync(join(tmpdir(), "livetriage-pack-"));
process.on("exit", () => rmSync(folder, { recursive: true }));
await must("pnpm", ["pack", "--pack-destination", folder], here);
const tarball = join(folder, readdirSync(folder)[0] ?? "nothing");
await must("publint", [tarball, "--strict"], here);
await must("attw", [tarball, "--profile", "esm-only"], here);
