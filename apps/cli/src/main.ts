import "./spawn/early-reader.ts"; // before anything else is loaded: the reader starts meanwhile

import { run } from "./run.ts";
import { earlyReader, programFile } from "./spawn/early-reader.ts";
import { start } from "./start.ts";

start(run, { program: programFile(), earlyReader });
