import type { Entry } from "../entries/entry.ts";
import { type ExecCommand, parseExecLine } from "../parse/exec-line.ts";
import { type Payload, payloadOfArgv, payloadOfShell } from "../parse/payload.ts";
import { allValues, type EffectiveUnit, lastValue } from "./effective.ts";
import type { Manager } from "./manager.ts";
import { expandSpecifiers } from "./unit-name.ts";

/** What commands are expanded with. */
export interface ExecContext {
  readonly manager: Manager;
  /** Text of the files that `EnvironmentFile=` names, by path. */
  readonly environmentFiles: ReadonlyMap<string, string>;
}

/** The words of a command as systemd would run it, and what they start. */
export function execFields(
  context: ExecContext,
  exec: ExecCommand,
  unit: EffectiveUnit,
): Pick<Entry, "argv" | "payload"> {
  const words = exec.argv.map((word) => expandSpecifiers(word, unit.name, context.manager.home?.path ?? null));
  const [program = "", ...rest] = words;
  const argv = exec.prefix.includes("@") && rest.length > 0 ? rest : words;
  const variables = variablesOf(context, unit);
  const expanded = [program, ...(exec.prefix.includes("@") ? rest.slice(1) : rest)].map((word) =>
    expandVariables(word, variables),
  );
  const payload = exec.prefix.includes("|") ? payloadOfShell(expanded.join(" ")) : payloadOfArgv(expanded);
  return {
    argv,
    payload: exec.prefix.includes("+") ? payload : below(lastValue(unit, "Service", "RootDirectory"), payload),
  };
}

/** The program of a service that has a directory of its own as root. */
function below(root: string | null, payload: Payload | null): Payload | null {
  if (root === null || payload === null || !payload.program.startsWith("/")) return payload;
  return { ...payload, program: `${root.replace(/\/$/, "")}${payload.program}` };
}

/** What the unit puts into its commands' environment. */
export function environmentOf(unit: EffectiveUnit): string[] {
  const files = allValues(unit, "Service", "EnvironmentFile").map((value) => `EnvironmentFile=${value}`);
  return [
    ...allValues(unit, "Service", "Environment").flatMap((value) => parseExecLine(value)[0]?.argv ?? []),
    ...files,
  ];
}

function variablesOf(context: ExecContext, unit: EffectiveUnit): ReadonlyMap<string, string> {
  const files = allValues(unit, "Service", "EnvironmentFile").map(
    (value) => context.environmentFiles.get(value.replace(/^-/, "")) ?? "",
  );
  const lines = [...environmentOf(unit), ...files.join("\n").split("\n")];
  return new Map(
    lines.flatMap((line) => {
      const match = /^\s*([A-Za-z_]\w*)=\s*(["']?)(.*?)\2\s*$/.exec(line);
      return match === null ? [] : [[match[1] as string, match[3] as string] as const];
    }),
  );
}

function expandVariables(word: string, variables: ReadonlyMap<string, string>): string {
  return word.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (all, braced?: string, bare?: string) => variables.get(braced ?? bare ?? "") ?? all,
  );
}
