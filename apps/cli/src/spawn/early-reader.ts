import type { ChildProcess } from "node:child_process";
import { programFile, readerCommand, startReader } from "@livetriage/triage-core/host";

const COLLECTING = new Set(["collect", "record"]);

/**
 * A reader for the collection that the command line asks for, started while the rest of the program still loads. Where
 * it turns out that none is needed, it ends with the end of its standard input.
 */
export const earlyReader: ChildProcess | undefined = COLLECTING.has(process.argv[2] ?? "")
  ? startReader(readerCommand(programFile()))
  : undefined;
