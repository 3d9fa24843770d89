import { systemClock } from "@livetriage/triage-core/host";
import { END_SIGNALS, EXIT, reasonOf } from "./exit.ts";
import { readStandardInput, standardOutput } from "./output/standard-streams.ts";
import { run } from "./run.ts";
import type { earlyReader } from "./spawn/early-reader.ts";
import { programFile } from "./spawn/program-file.ts";
import { printable } from "./terminal/printable.ts";

/** The whole command, on this process. `early`: a reader that was started while this was loaded. */
export function runCommand(early: typeof earlyReader): void {
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
    program: programFile(),
    earlyReader: early,
  }).then((code) => process.exit(code)); // readers that hang in the kernel must not keep us
}

/** The first signal ends the collection and delivers what is there; the second ends the program. */
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
