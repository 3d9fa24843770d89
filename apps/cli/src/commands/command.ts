import type { Args, Option } from "../args/option.ts";
import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";

/** One word of the command line: what it takes, and what it does. */
export interface Command {
  readonly name: string;
  /** One sentence for the help. */
  readonly doc: string;
  /** Names of its arguments that are not flags; in brackets when they may be missing. */
  readonly positionals: readonly string[];
  readonly options: readonly Option[];
  run(args: Args, io: Io): Promise<ExitCode>;
}
