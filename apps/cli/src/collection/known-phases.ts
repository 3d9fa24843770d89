import { resolve } from "node:path";
import type { Registry } from "@livetriage/triage-core";
import { loadPhaseModule } from "@livetriage/triage-core/host";
import type { Args, Option } from "../args/option.ts";
import { usageError } from "../exit.ts";
import { registry } from "../registry.ts";

export const PHASE_MODULE: Option = {
  flag: "phase-module",
  value: "DIR|FILE",
  many: true,
  doc: "Also run the phase of this package or file; its code has the rights of this command (params by --set)",
};

/** The phases of this program, then those of the modules that the command line names. */
export function knownPhases(args: Args): Registry {
  return args.list(PHASE_MODULE.flag).reduce<Registry>((known, path) => {
    const found = loadPhaseModule(resolve(path), known);
    if (!found.ok) throw usageError(`--phase-module: ${path} ${found.problem}`);
    return [...known, found.phase];
  }, registry);
}
