import { programFile } from "@livetriage/triage-core/host";
import type { Io } from "./io.ts";
import { run } from "./run.ts";
import { start } from "./start.ts";

/** The whole command, on this process. */
export function runProgram(earlyReader: Io["earlyReader"]): void {
  start(run, { program: programFile(), earlyReader });
}
