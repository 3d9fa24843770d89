import { commands } from "./commands/index.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Io } from "./io.ts";
import { type Program, runProgram } from "./program.ts";

/** `livetriage` itself, as its help and its manual tell it. @public */
export const LIVETRIAGE: Program = {
  name: "livetriage",
  doc: "Forensic snapshot of a live Linux host: what runs, what it talks to, how it is pinned, what changed.",
  commands,
  exits: [
    [`${EXIT.ok}`, "done; for collect: a package was delivered"],
    [`${EXIT.nothing}`, "nothing could be collected"],
    [`${EXIT.incomplete}`, "the package is not complete (with --strict)"],
    [`${EXIT.usage}`, "wrong command line"],
    [`${EXIT.dataErr}`, "the file given is no sound package"],
    [`${EXIT.noInput}`, "the file given cannot be read"],
    [`${EXIT.cantCreate}`, "the output cannot be created; found out before collecting"],
    [`${EXIT.ioErr}`, "the output cannot be written"],
    [
      `${EXIT.SIGHUP}, ${EXIT.SIGINT}, ${EXIT.SIGTERM}`,
      "ended by SIGHUP, SIGINT, SIGTERM; what was collected is delivered",
    ],
  ],
};

/** The commands that work without a network. */
export function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  return runProgram(LIVETRIAGE, argv, io);
}
