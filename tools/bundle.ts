/** Bundles the command, what it loads and its reader into one CommonJS file each: `node tools/bundle.ts`. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { bundleInputs, root, stampOf } from "./stamp.mjs";

/** Taken first: a source that changes during the build must not pass for what was built. */
const stamp = stampOf(bundleInputs());

/** What the sealed reader may load: no network, no programs, no threads, no addons. */
const READER_BUILTINS = ["node:buffer", "node:crypto", "node:fs", "node:process"];

/** Commit of this checkout, `-dirty` behind it when tracked files were changed; null outside of git. No time: the same sources give the same bytes. */
function commitOf(): string | null {
  if (!existsSync(join(root, ".git"))) return null; // a repository around an unpacked tarball is not ours
  const told = spawnSync("git", ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"], { cwd: root });
  return told.status === 0 ? told.stdout.toString().trim() : null;
}

interface Bundle {
  /** The file that it becomes, in the folder of all. */
  readonly file: string;
  readonly entry: string;
  /** All that it may load; anything when absent. */
  readonly builtins?: readonly string[];
  /** Values of constants that the sources only declare. */
  readonly define?: Readonly<Record<string, unknown>>;
  /** What the code becomes in the end. */
  readonly wrap?: (code: string) => string;
}

const folder = join(root, "apps/cli/dist");
mkdirSync(folder, { recursive: true });

/** A file under construction; all are put in their places together. */
const temporary = (file: string): string => join(folder, `${file}.${process.pid}`);

async function bundle({ file, entry, builtins, define = {}, wrap = (code) => code }: Bundle): Promise<void> {
  const build = await rolldown({
    input: join(root, entry),
    platform: "node",
    transform: { define: Object.fromEntries(Object.entries(define).map(([name, one]) => [name, JSON.stringify(one)])) },
    resolve: { conditionNames: ["@livetriage/source", "import", "node", "default"] },
    onLog: (level, log) => {
      throw new Error(`${level}: ${log.message}`);
    },
  });
  const { output } = await build.generate({ format: "cjs", codeSplitting: false, minify: true });
  const [chunk, ...others] = output;
  if (others.length > 0) throw new Error(`${file} is not one file`);
  const foreign = [...chunk.imports, ...chunk.dynamicImports].filter((name) => builtins?.includes(name) === false);
  if (foreign.length > 0) throw new Error(`${file} may not load ${foreign.join(", ")}`);
  writeFileSync(temporary(file), `//${stamp}\n${wrap(chunk.code)}`);
}

function digestOf(file: string): string {
  return createHash("sha256")
    .update(readFileSync(temporary(file)))
    .digest("hex");
}

await bundle({ file: "reader.cjs", entry: "packages/triage-core/src/reader/main.ts", builtins: READER_BUILTINS });
await bundle({
  file: "program.cjs",
  entry: "apps/cli/src/program.ts",
  define: { LIVETRIAGE_BUILD: commitOf() },
  wrap: (code) => `(function (exports, require, __filename) {${code}\n})`, // as `load-program.ts` calls it
});
const cacher = ["--random-seed=1", join(root, "tools/code-cache.ts")];
execFileSync(process.execPath, [...cacher, temporary("program.cjs"), temporary("program.cache")]);
const files = {
  program: digestOf("program.cjs"),
  cache: digestOf("program.cache"),
  node: `${process.version} ${process.arch}`,
};
await bundle({ file: "livetriage.cjs", entry: "apps/cli/src/main.ts", define: { LIVETRIAGE_FILES: files } });
for (const file of ["reader.cjs", "program.cjs", "program.cache", "livetriage.cjs"])
  renameSync(temporary(file), join(folder, file));
