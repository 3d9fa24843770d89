import { start } from "../start.ts";
import { run } from "./run.ts";

start(run, { program: null });
