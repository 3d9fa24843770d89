import { commandHelp, programHelp } from "./args/help.ts";
import { parseCommandLine } from "./args/parse.ts";
import type { Command } from "./commands/command.ts";
import { commands } from "./commands/index.ts";
import { EXIT, Exit, type ExitCode, reasonOf, usageError } from "./exit.ts";
import { type Io, note, print } from "./io.ts";
import { printable } from "./terminal/printable.ts";
import { toolOf } from "./version.ts";

/** The whole program: a command line in, an exit code out. What goes wrong is told in one sentence on stderr. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const known = error instanceof Exit;
    await note(
      io,
      `livetriage: ${known ? "" : "internal error: "}${printable(known ? error.message : reasonOf(error))}`,
    );
    return known ? error.code : EXIT.software;
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [word, ...rest] = argv;
  if (word === undefined) throw usageError(`which command? ${names()} (livetriage --help tells more)`);
  if (word === "--version" || word === "version") return tell(io, versionText());
  if (word === "--help" || word === "-h" || word === "help") return tell(io, helpOn(rest[0]));
  const command = commandNamed(word);
  const args = parseCommandLine(command, rest);
  return args.has("help") ? tell(io, commandHelp(command)) : command.run(args, io);
}

async function tell(io: Io, text: string): Promise<ExitCode> {
  await print(io, text);
  return EXIT.ok;
}

function helpOn(word: string | undefined): string {
  return word === undefined ? programHelp(commands) : commandHelp(commandNamed(word));
}

function commandNamed(word: string): Command {
  const command = commands.find(({ name }) => name === word);
  if (command === undefined) throw usageError(`unknown command '${word}'; there are ${names()}`);
  return command;
}

function names(): string {
  return [...commands.map(({ name }) => name), "help", "version"].join(", ");
}

/** The version line that other programs look for, then what the program is made of. */
function versionText(): string {
  const { name, version, build, phases = {}, runtime } = toolOf();
  const parts = Object.entries(phases).map((part) => part.join(" "));
  return `${name} ${version}\nbuild ${build ?? "unknown"}, ${parts.join(", ")}, Node ${runtime}\n`;
}
