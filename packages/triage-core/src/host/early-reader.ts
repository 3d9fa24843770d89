import type { LiveHostOptions } from "./live-host.ts";
import { programFile } from "./own-executable.ts";
import { readerCommand, startReader } from "./reader-command.ts";

/**
 * A reader for the collection that the command line asks for, if its first word is one of `words`: started while the rest
 * of the program still loads. Where it turns out that none is needed, it ends with the end of its standard input.
 */
export function startEarlyReader(words: readonly string[]): LiveHostOptions["early"] {
  return words.includes(process.argv[2] ?? "") ? startReader(readerCommand(programFile())) : undefined;
}
