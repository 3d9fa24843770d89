import type { Registry } from "@livetriage/triage-core";
import { usageError } from "../exit.ts";
import type { Args } from "./option.ts";
import { type PhaseParam, phaseParams } from "./phase-flags.ts";

type Values = Record<string, Record<string, unknown>>;

/** A flag that sets something of a phase, and the form of its value. */
interface Assigning {
  readonly flag: string;
  readonly form: string;
}

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
    const { phase, name, value } = assignment(registry, names, { flag: "cap", form: "PHASE.CAP=N" }, text);
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
    const sharing = params.filter(({ flag }) => flag === param.flag).map(({ phase }) => phase);
    checkRuns(chosen, `--${param.flag}`, sharing);
    if (runs(chosen, param.phase)) set(param, args.list(param.flag));
  }
  for (const text of args.list("set")) {
    const { phase, name, value } = assignment(registry, chosen, { flag: "set", form: "PHASE.NAME=VALUE" }, text);
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

function assignment(registry: Registry, chosen: readonly string[], { flag, form }: Assigning, text: string) {
  const match = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text);
  if (match === null) throw usageError(`--${flag} takes ${form}, not '${text}'`);
  const [, phase, name, value] = match as unknown as [string, string, string, string];
  const known = checkPhase(registry, flag, phase);
  checkRuns(chosen, `--${flag} ${text}`, [phase]);
  return { phase: known, name, value };
}

const runs = (chosen: readonly string[], phase: string): boolean => chosen.length === 0 || chosen.includes(phase);

/** What is said to phases none of which runs was meant otherwise. */
function checkRuns(chosen: readonly string[], said: string, phases: readonly string[]): void {
  if (phases.some((phase) => runs(chosen, phase))) return;
  throw usageError(`${said} is for ${phases.join(", ")}, which --phase leaves out`);
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
