import { describeTool, versionText } from "@livetriage/triage-core/host";
import { commandHelp, programHelp } from "./args/help.ts";
import { parseCommandLine } from "./args/parse.ts";
import type { Command } from "./commands/command.ts";
import { EXIT, Exit, type ExitCode, reasonOf, usageError } from "./exit.ts";
import { type Io, note, print } from "./io.ts";
import { registry } from "./registry.ts";
import { printable } from "./terminal/printable.ts";
import { SELF } from "./version.ts";

/** A word of the shell that has commands. */
export interface Program {
  /** As it is typed: `livetriage`, `livetriage fleet`. */
  readonly name: string;
  /** One sentence for the help. */
  readonly doc: string;
  /** In the order of the help. */
  readonly commands: readonly Command[];
  /** What its exit codes mean, where they say more than a number. */
  readonly exits: readonly (readonly [code: string, meaning: string])[];
}

/** A whole program: a command line in, an exit code out. What goes wrong is told in one sentence on stderr. */
export async function runProgram(program: Program, argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(program, argv, io);
  } catch (error) {
    const known = error instanceof Exit;
    await note(
      io,
      `livetriage: ${known ? "" : "internal error: "}${printable(known ? error.message : reasonOf(error))}`,
    );
    return known ? error.code : EXIT.software;
  }
}

async function dispatch(program: Program, argv: readonly string[], io: Io): Promise<ExitCode> {
  const [word, ...rest] = argv;
  if (word === undefined) throw usageError(`which command? ${names(program)} (${program.name} --help tells more)`);
  if (word === "--version" || word === "version") return tell(io, versionText(describeTool(SELF, registry)));
  if (word === "--help" || word === "-h" || word === "help") return tell(io, helpOn(program, rest[0]));
  const command = commandNamed(program, word);
  const args = parseCommandLine(command, rest);
  return args.has("help") ? tell(io, commandHelp(program.name, command)) : command.run(args, io);
}

async function tell(io: Io, text: string): Promise<ExitCode> {
  await print(io, text);
  return EXIT.ok;
}

function helpOn(program: Program, word: string | undefined): string {
  return word === undefined ? programHelp(program) : commandHelp(program.name, commandNamed(program, word));
}

function commandNamed(program: Program, word: string): Command {
  const command = program.commands.find(({ name }) => name === word);
  if (command === undefined) throw usageError(`unknown command '${word}'; there are ${names(program)}`);
  return command;
}

function names({ commands }: Program): string {
  return [...commands.map(({ name }) => name), "help", "version"].join(", ");
}
