import { runProgram } from "../apps/cli/src/run-program.ts";

/** The command from its sources: a profile of it tells files by their names. */
runProgram(undefined);
