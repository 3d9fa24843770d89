import { EXIT } from "../exit.ts";
import type { Option } from "./option.ts";
import { HELP } from "./parse.ts";

interface CommandHelp {
  readonly name: string;
  readonly doc: string;
  readonly positionals: readonly string[];
  readonly options: readonly Option[];
}

const EXIT_TEXT = `Exit codes:
  ${EXIT.ok}    done; for collect: a package was delivered
  ${EXIT.nothing}    nothing could be collected
  ${EXIT.incomplete}    the package is not complete (with --strict)
  ${EXIT.usage}   wrong command line
  ${EXIT.dataErr}   the file given is no sound package
  ${EXIT.noInput}   the file given cannot be read
  ${EXIT.cantCreate}   the output cannot be created; found out before collecting
  ${EXIT.ioErr}   the output cannot be written
  ${EXIT.SIGHUP}, ${EXIT.SIGINT}, ${EXIT.SIGTERM}   ended by SIGHUP, SIGINT, SIGTERM; what was collected is delivered
`;

/** The help of one command, made from the table that also parses its flags. */
export function commandHelp(command: CommandHelp): string {
  const usage = ["livetriage", command.name, "[FLAG]…", ...command.positionals].join(" ");
  const rows = [...command.options, HELP].map(({ flag, value, many, doc }): [string, string] => [
    `--${flag}${value === undefined ? "" : ` ${value}`}${many === true ? " …" : ""}`,
    doc,
  ]);
  return `${command.doc}\n\nUsage: ${usage}\n\n${columns(rows)}`;
}

/** The help of the whole program. */
export function programHelp(commands: readonly CommandHelp[]): string {
  const rows = commands.map(({ name, doc }): [string, string] => [name, doc]);
  return `Forensic snapshot of a live Linux host: what runs, what it talks to, how it is pinned, what changed.

Usage: livetriage COMMAND [FLAG]… (livetriage COMMAND --help tells the flags)

${columns(rows)}
${EXIT_TEXT}`;
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.min(28, Math.max(...rows.map(([left]) => left.length)));
  return rows
    .map(([left, right]) =>
      left.length > width ? `  ${left}\n  ${" ".repeat(width)}  ${right}\n` : `  ${left.padEnd(width)}  ${right}\n`,
    )
    .join("");
}
