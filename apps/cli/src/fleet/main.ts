import { askTerminal } from "../output/ask-terminal.ts";
import { start } from "../start.ts";
import { run } from "./run.ts";

start(run, { program: null, ask: askTerminal });
