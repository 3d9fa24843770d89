import { programFile } from "@livetriage/triage-core/host";
import { run } from "./run.ts";
import type { earlyReader } from "./spawn/early-reader.ts";
import { start } from "./start.ts";

/** The whole command, on this process. `early`: a reader that was started while this was loaded. */
export function runCommand(early: typeof earlyReader): void {
  start(run, { program: programFile(), earlyReader: early });
}
