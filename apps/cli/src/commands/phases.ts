import type { CapSpec, Registry } from "@livetriage/triage-core";
import { type PhaseParam, phaseParams } from "../args/phase-flags.ts";
import { EXIT } from "../exit.ts";
import { print } from "../io.ts";
import { registry } from "../registry.ts";
import type { Command } from "./command.ts";

/** `livetriage phases` */
export const phases: Command = {
  name: "phases",
  doc: "Tell what each phase reads, its caps and its params",
  positionals: [],
  options: [],
  async run(_args, io) {
    await print(io, describePhases(registry));
    return EXIT.ok;
  },
};

/** Every phase with its caps, params and sources. */
function describePhases(registry: Registry): string {
  const params = phaseParams(registry);
  return registry
    .map((phase) => {
      const own = params.filter((param) => param.phase === phase.name);
      const caps = Object.entries(phase.caps as Record<string, CapSpec>);
      return [
        `${phase.name} ${phase.version} (${phase.itemName}, schema ${phase.schemaVersion})`,
        `  ${phase.doc}`,
        "  caps (--cap PHASE.CAP=N):",
        ...caps.map(([name, cap]) => `    ${name} = ${cap.default} ${cap.unit}: ${cap.doc}`),
        own.length === 0 ? "  params: none" : "  params:",
        ...own.map((param) => `    ${usage(param)}: ${param.doc}`),
        "  reads:",
        ...phase.reads.map((source) => `    ${source}`),
        "",
      ].join("\n");
    })
    .join("\n");
}

function usage({ phase, name, flag, value, kind }: PhaseParam): string {
  if (flag === null) return `--set ${phase}.${name}=${kind === "switch" ? "true" : value}`;
  return kind === "switch" ? `--${flag}` : `--${flag} ${value}`;
}
