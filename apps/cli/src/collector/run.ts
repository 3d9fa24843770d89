import { EXIT, type ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { type Program, runProgram } from "../program.ts";
import { backup } from "./commands/backup.ts";
import { init } from "./commands/init.ts";
import { rotateCa } from "./commands/rotate-ca.ts";
import { serve } from "./commands/serve.ts";
import { verify } from "./commands/verify.ts";

/** `livetriage collector`, as its help and its manual tell it. @public */
export const COLLECTOR: Program = {
  name: "livetriage collector",
  doc: "The Collector: passes signed commands on to sensors and keeps their sealed packages. It can make neither and open none.",
  commands: [init, serve, backup, verify, rotateCa],
  exits: [
    [`${EXIT.ok}`, "done"],
    [`${EXIT.usage}`, "wrong command line"],
    [`${EXIT.dataErr}`, "what is kept is damaged"],
    [`${EXIT.noInput}`, "a file given cannot be read"],
    [`${EXIT.unavailable}`, "the Collector cannot be served"],
    [`${EXIT.cantCreate}`, "the output cannot be created"],
  ],
};

/** The Collector's own commands. */
export function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  return runProgram(COLLECTOR, argv, io);
}
