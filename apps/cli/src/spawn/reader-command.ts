import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { defaultReaderCommand, READER_FLAGS, type ReaderCommand } from "@livetriage/triage-core/host";

/** The sealed reader beside the bundled command; core's own where we run from our sources (`program` is null). */
export function readerCommand(program: string | null): ReaderCommand {
  const reader = program === null ? null : join(dirname(program), "reader.cjs");
  if (reader === null || !existsSync(reader)) return defaultReaderCommand();
  return { execPath: process.execPath, args: [...READER_FLAGS, reader] };
}
