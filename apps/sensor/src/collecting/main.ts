import { loadProgram, type ProgramFiles, startEarlyReader } from "@livetriage/triage-core/host";

/** Put in by the bundler. */
declare const LIVETRIAGE_FILES: ProgramFiles;

const earlyReader = startEarlyReader(["collecting"]); // before anything else: the reader starts meanwhile
loadProgram("livetriage-sensor", LIVETRIAGE_FILES).runProgram(earlyReader);
