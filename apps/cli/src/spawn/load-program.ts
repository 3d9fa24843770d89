import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { getAsset, isSea } from "node:sea";
import { Script } from "node:vm";
import { EXIT } from "../exit.ts";
import type { runCommand } from "../run-command.ts";

interface Program {
  readonly runCommand: typeof runCommand;
}

const PROGRAM = "program.cjs";

/** Put in by the bundler: digests of the other files of the command, and the Node that the code cache is of. */
declare const LIVETRIAGE_FILES: { readonly program: string; readonly cache: string; readonly node: string };

/** The rest of the command: beside this file, or in the executable that holds both. */
export function loadProgram(): Program {
  if (isSea()) return compile(getAsset(PROGRAM, "utf8"), process.execPath);
  return loadFromFolder(dirname(process.argv[1] as string));
}

/**
 * Where this is the Node that made the code cache the program is compiled already, and a start takes half the time; V8
 * itself leaves a cache aside that is not its own.
 *
 * Errors: ends the process when the program is not the one that was built together with this file.
 */
function loadFromFolder(folder: string): Program {
  const file = join(folder, PROGRAM);
  const source = readFileSync(file);
  if (sha256Of(source) !== LIVETRIAGE_FILES.program) refuse(file);
  return compile(source.toString(), file, readCache(join(folder, "program.cache")));
}

function compile(source: string, file: string, cachedData: Buffer | null = null): Program {
  const script = new Script(source, { filename: PROGRAM, ...(cachedData === null ? {} : { cachedData }) });
  const program = {} as Program;
  script.runInThisContext()(program, createRequire(file), file);
  return program;
}

function refuse(file: string): never {
  process.stderr.write(`livetriage: ${file} was not built together with this command\n`);
  process.exit(EXIT.software);
}

function readCache(file: string): Buffer | null {
  if (LIVETRIAGE_FILES.node !== `${process.version} ${process.arch}` || !existsSync(file)) return null;
  const cache = readFileSync(file);
  return sha256Of(cache) === LIVETRIAGE_FILES.cache ? cache : null;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
