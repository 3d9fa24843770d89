import type { Registry } from "@livetriage/triage-core";
import { pinnedPhase } from "../config/pinned-phase.ts";
import type { SensorConfig } from "../config/sensor-config.ts";
import { registry } from "./registry.ts";

/** The phases that there are, or one sentence that says which module is refused and why. */
type KnownPhases =
  | { readonly ok: true; readonly registry: Registry }
  | { readonly ok: false; readonly problem: string };

/** The phases of this program, then those of the modules that the configuration names. */
export function knownPhases({ phase_modules }: Pick<SensorConfig, "phase_modules">): KnownPhases {
  let known = registry;
  for (const pinned of phase_modules) {
    const found = pinnedPhase(pinned, known);
    if (!found.ok) return { ok: false, problem: `phase_modules: ${pinned.path} ${found.problem}` };
    known = [...known, found.phase];
  }
  return { ok: true, registry: known };
}
