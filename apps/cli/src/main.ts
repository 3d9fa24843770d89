import { run } from "./run.ts";
import { earlyReader, programFile } from "./spawn/early-reader.ts"; // before anything else: the reader starts meanwhile
import { start } from "./start.ts";

start(run, { program: programFile(), earlyReader });
