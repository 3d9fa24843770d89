import { earlyReader } from "./spawn/early-reader.ts"; // before anything else is loaded: the reader starts meanwhile
import { loadProgram } from "./spawn/load-program.ts";

loadProgram().runCommand(earlyReader);
