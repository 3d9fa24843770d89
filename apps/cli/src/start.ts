import { systemClock } from "@livetriage/triage-core/host";
import { END_SIGNALS, EXIT, type ExitCode, reasonOf } from "./exit.ts";
import type { Io } from "./io.ts";
import { readStandardInput, standardOutput } from "./output/standard-streams.ts";
import { printable } from "./terminal/printable.ts";

/** Runs a program on this process's arguments and streams, and ends the process with its exit code. */
export function start(
  run: (argv: readonly string[], io: Io) => Promise<ExitCode>,
  own: Pick<Io, "program" | "earlyReader" | "ask">,
): void {
  // A fault of ours that nobody awaits: one sentence, as for any other.
  process.on("uncaughtException", (error) => {
    process.stderr.write(`livetriage: internal error: ${printable(reasonOf(error))}\n`);
    process.exit(EXIT.software);
  });
  void run(process.argv.slice(2), {
    stdout: standardOutput(1),
    stderr: standardOutput(2),
    stdin: readStandardInput,
    env: process.env,
    clock: systemClock,
    interrupted: interruption(),
    ...own,
  }).then((code) => process.exit(code)); // readers that hang in the kernel must not keep us
}

/** The first signal asks the program to end with what it has; the second ends it. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of END_SIGNALS) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT[name]);
      controller.abort(name);
    });
  }
  return controller.signal;
}
