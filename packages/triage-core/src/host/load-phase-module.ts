import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Registry } from "../contract/phase.ts";
import { type FoundPhase, phaseOf } from "../contract/phase-module.ts";

/**
 * Runs a module that somebody else wrote, a file or the folder of a package, and takes the phase that it exports. Its code
 * has every right of this process.
 */
export function loadPhaseModule(path: string, registry: Registry): FoundPhase {
  let exported: unknown;
  try {
    exported = statSync(path).isDirectory() ? loadPackage(path) : createRequire(path)(path);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { ok: false, problem: `cannot be loaded (${reason})` };
  }
  return phaseOf(exported, registry);
}

/** A package by its own name, so that its `exports` say which file it is. */
function loadPackage(folder: string): unknown {
  const manifest = join(folder, "package.json");
  const { name } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly name: string };
  return createRequire(manifest)(name);
}
