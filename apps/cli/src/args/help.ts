import type { Option } from "./option.ts";
import { HELP } from "./parse.ts";

interface CommandHelp {
  readonly name: string;
  readonly doc: string;
  readonly positionals: readonly string[];
  readonly options: readonly Option[];
}

interface ProgramHelp {
  readonly name: string;
  readonly doc: string;
  readonly commands: readonly CommandHelp[];
  readonly exits: readonly (readonly [code: string, meaning: string])[];
}

/** Columns of an exit code. */
const EXIT_WIDTH = 4;

/** The help of one command, made from the table that also parses its flags. */
export function commandHelp(program: string, command: CommandHelp): string {
  const usage = [program, command.name, "[FLAG]…", ...command.positionals].join(" ");
  const rows = [...command.options, HELP].map(({ flag, value, many, doc }): [string, string] => [
    `--${flag}${value === undefined ? "" : ` ${value}`}${many === true ? " …" : ""}`,
    doc,
  ]);
  return `${command.doc}\n\nUsage: ${usage}\n\n${columns(rows)}`;
}

/** The help of the whole program. */
export function programHelp({ name, doc, commands, exits }: ProgramHelp): string {
  const rows = commands.map((command): [string, string] => [command.name, command.doc]);
  return `${doc}

Usage: ${name} COMMAND [FLAG]… (${name} COMMAND --help tells the flags)

${columns(rows)}
Exit codes:
${exits.map(([code, meaning]) => `  ${code.padEnd(EXIT_WIDTH)} ${meaning}\n`).join("")}`;
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.min(28, Math.max(...rows.map(([left]) => left.length)));
  return rows
    .map(([left, right]) =>
      left.length > width ? `  ${left}\n  ${" ".repeat(width)}  ${right}\n` : `  ${left.padEnd(width)}  ${right}\n`,
    )
    .join("");
}
