import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { Script } from "node:vm";
import { type FoundPhase, phaseOf, type Registry } from "@livetriage/triage-core";
import { reasonOf } from "../exit.ts";
import { isRootsAlone } from "./roots-alone.ts";
import type { SensorConfig } from "./sensor-config.ts";

/**
 * The phase in a file that the configuration names with its digest: one CommonJS file with all that it needs inside, for
 * it is given no `require`. What runs are the bytes that were digested; they have every right of this process.
 */
export function pinnedPhase({ path, sha256 }: SensorConfig["phase_modules"][number], registry: Registry): FoundPhase {
  try {
    const source = readPinned(path);
    const digest = createHash("sha256").update(source).digest("hex");
    if (digest !== sha256) return { ok: false, problem: `has the sha256 ${digest}, not the one that is configured` };
    const module = { exports: {} };
    const run = new Script(`(function (exports, module) {${source.toString()}\n})`, { filename: path });
    (run.runInThisContext() as (exports: object, own: typeof module) => void)(module.exports, module);
    return phaseOf(module.exports, registry);
  } catch (error) {
    return { ok: false, problem: `cannot be loaded (${reasonOf(error)})` };
  }
}

function readPinned(path: string): Buffer {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() || !isRootsAlone(stat)) throw new Error("it must be a file of root that nobody else can write");
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}
