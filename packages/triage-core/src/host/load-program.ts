import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { getAsset, isSea } from "node:sea";
import { Script } from "node:vm";
import type { LiveHostOptions } from "./live-host.ts";

/** What the bundler tells the first file of a program: digests of the others, and the Node that the code cache is of. */
export interface ProgramFiles {
  readonly program: string;
  readonly cache: string;
  readonly node: string;
}

/** What the rest of a program exports. */
interface Program {
  readonly runProgram: (earlyReader: LiveHostOptions["early"]) => void;
}

const PROGRAM = "program.cjs";

/** Exit code of a program that is broken (EX_SOFTWARE). */
const SOFTWARE = 70;

/**
 * The rest of a program: beside the file that runs, or in the executable that holds both.
 *
 * Errors: ends the process when the rest is not what was built together with this file.
 */
export function loadProgram(name: string, files: ProgramFiles): Program {
  if (isSea()) return compile(getAsset(PROGRAM, "utf8"), process.execPath);
  const folder = dirname(process.argv[1] as string);
  const file = join(folder, PROGRAM);
  const source = readFileSync(file);
  if (sha256Of(source) !== files.program) {
    process.stderr.write(`${name}: ${file} was not built together with this command\n`);
    process.exit(SOFTWARE);
  }
  return compile(source.toString(), file, readCache(join(folder, "program.cache"), files));
}

/**
 * Where this is the Node that made the code cache the program is compiled already, and a start takes half the time; V8
 * itself leaves a cache aside that is not its own.
 */
function compile(source: string, file: string, cachedData: Buffer | null = null): Program {
  const script = new Script(source, { filename: PROGRAM, ...(cachedData === null ? {} : { cachedData }) });
  const program = {} as Program;
  script.runInThisContext()(program, createRequire(file), file);
  return program;
}

function readCache(file: string, { cache, node }: ProgramFiles): Buffer | null {
  if (node !== `${process.version} ${process.arch}` || !existsSync(file)) return null;
  const bytes = readFileSync(file);
  return sha256Of(bytes) === cache ? bytes : null;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
