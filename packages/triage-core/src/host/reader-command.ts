import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ownExecutable, type StartCommand } from "./own-executable.ts";

/** How a reader is started. */
export type ReaderCommand = StartCommand;

/** The word that makes a reader of an executable. */
export const READER_WORD = "reader";

/**
 * What every reader is started with: the permission model with reading only, no foreign OpenSSL configuration (a FIFO
 * there hangs Node before our first line), no inspector by SIGUSR1, no SQLite (it writes past the permission model), and
 * little memory: what is read lives shortly. A program that waits for system calls needs no threads of V8, of which Node
 * starts one at the least; where a user's limit of processes is reached, it waits for ever for what it could not start.
 * This is said by three flags, for with `--single-threaded` V8 would refuse the code caches of Node's own modules.
 */
export const READER_FLAGS: readonly string[] = [
  "--openssl-config=/dev/null",
  "--permission",
  "--allow-fs-read=*",
  "--disable-sigusr1",
  "--no-experimental-sqlite",
  "--max-semi-space-size=2",
  "--single-threaded-gc",
  "--no-concurrent-recompilation",
  "--no-concurrent-sparkplug",
  "--v8-pool-size=1",
];

/** The reader of this package, run by the Node that runs us: from source where we run from source. */
export function defaultReaderCommand(): ReaderCommand {
  const fromSource = import.meta.url.endsWith(".ts");
  const main = fileURLToPath(new URL(fromSource ? "../reader/main.ts" : "../reader/main.js", import.meta.url));
  const conditions = fromSource ? ["--conditions=@livetriage/source"] : [];
  return { execPath: process.execPath, args: [...READER_FLAGS, ...conditions, main] };
}

/**
 * The sealed reader that belongs to a program: its own file anew where it is an executable, the bundle beside a bundle,
 * this package's own where `program` runs from its sources (null).
 */
export function readerCommand(program: string | null): ReaderCommand {
  const executable = ownExecutable();
  if (executable !== null) return { ...executable.command, args: [...executable.command.args, READER_WORD] };
  const reader = program === null ? null : join(dirname(program), "reader.cjs");
  if (reader === null || !existsSync(reader)) return defaultReaderCommand();
  return { execPath: process.execPath, args: [...READER_FLAGS, reader] };
}

/** Start a reader: orders go to its standard input, answers come from its standard output. */
export function startReader({ execPath, args }: ReaderCommand): ChildProcess {
  const child = spawn(execPath, args, { env: { TZ: ":" }, stdio: ["pipe", "pipe", "inherit"] });
  child.on("error", () => {}); // one that could not be started has no pid, which is what its keeper looks at
  return child;
}
