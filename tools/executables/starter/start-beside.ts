import { existsSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ownExecutable } from "@livetriage/triage-core/host";

/** Exit code where what is asked for is not here (EX_UNAVAILABLE). */
const NOT_HERE = 69;

/** Become the executable of another program, named as this one's file is: `livetriage-linux-x64` beside `livetriage-collector-linux-x64`. */
export function startBeside(own: string, other: string): void {
  const { file } = ownExecutable() ?? { file: process.execPath };
  const beside = join(dirname(file), basename(file).replace(own, other));
  if (basename(file).startsWith(own) && existsSync(beside))
    process.execve?.(beside, [beside, ...process.argv.slice(3)]);
  writeSync(2, `${own}: this is a program of its own, which is not beside this one: ${beside}\n`);
  process.exitCode = NOT_HERE;
}
