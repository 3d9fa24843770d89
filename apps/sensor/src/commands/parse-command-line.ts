import { type ParseArgsConfig, parseArgs } from "node:util";
import { EXIT, Exit } from "../exit.ts";

/** The words and flags of a command line. Errors: one sentence for a flag that there is not, or that lacks its value. */
export function parseCommandLine<Options extends NonNullable<ParseArgsConfig["options"]>>(
  argv: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    const [problem] = (error as Error).message.split(". ");
    throw new Exit(EXIT.usage, `${problem} (--help tells more)`);
  }
}
