import type { Registry } from "@livetriage/triage-core";
import { usageError } from "../exit.ts";
import type { Args } from "./option.ts";
import { type PhaseParam, phaseParams } from "./phase-flags.ts";

type Values = Record<string, Record<string, unknown>>;

/** What a command line asks of the phases, for the runner's plan. */
export interface CollectRequest {
  readonly phases?: readonly string[];
  readonly caps: Record<string, Record<string, number>>;
  readonly params: Values;
}

/** `--phase`, `--cap`, `--set` and the phases' own flags. Values of params are judged by the phases' schemas, later. */
export function collectRequest(registry: Registry, args: Args): CollectRequest {
  const names = args.list("phase");
  for (const name of names) checkPhase(registry, "phase", name);
  const caps: Record<string, Record<string, number>> = {};
  for (const text of args.list("cap")) {
    const { phase, name, value } = assignment(registry, "cap", text);
    checkName("cap", Object.keys(phase.caps), phase.name, name);
    if (!/^[1-9]\d{0,14}$/.test(value)) throw usageError(`--cap ${text}: the value must be a whole number from 1`);
    (caps[phase.name] ??= {})[name] = Number(value);
  }
  return { ...(names.length > 0 ? { phases: names } : {}), caps, params: paramValues(registry, args) };
}

function paramValues(registry: Registry, args: Args): Values {
  const params = phaseParams(registry);
  const chosen = args.list("phase");
  const values: Values = {};
  const set = (param: PhaseParam, given: readonly string[]): void => {
    (values[param.phase] ??= {})[param.name] = valueOf(param, given);
  };
  for (const param of params) {
    if (param.flag === null || !args.has(param.flag)) continue;
    if (chosen.length === 0 || chosen.includes(param.phase)) set(param, args.list(param.flag));
  }
  for (const text of args.list("set")) {
    const { phase, name, value } = assignment(registry, "set", text);
    const own = params.filter((param) => param.phase === phase.name);
    checkName(
      "set",
      own.map((param) => param.name),
      phase.name,
      name,
    );
    set(own.find((param) => param.name === name) as PhaseParam, value.split(","));
  }
  return values;
}

function valueOf(param: PhaseParam, given: readonly string[]): unknown {
  if (param.kind === "list") return given;
  return param.kind === "switch" ? given[0] !== "false" : given.join(",");
}

function assignment(registry: Registry, flag: string, text: string) {
  const match = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text);
  if (match === null) throw usageError(`--${flag} takes PHASE.NAME=VALUE, not '${text}'`);
  const [, phase, name, value] = match as unknown as [string, string, string, string];
  return { phase: checkPhase(registry, flag, phase), name, value };
}

function checkPhase(registry: Registry, flag: string, name: string) {
  const phase = registry.find((phase) => phase.name === name);
  if (phase !== undefined) return phase;
  throw usageError(`--${flag}: there is no phase '${name}', only ${registry.map((known) => known.name).join(", ")}`);
}

function checkName(flag: string, known: readonly string[], phase: string, name: string): void {
  if (known.includes(name)) return;
  const allowed = known.length === 0 ? "none" : known.join(", ");
  throw usageError(`--${flag}: ${phase} has no ${flag === "cap" ? "cap" : "param"} '${name}', only ${allowed}`);
}
