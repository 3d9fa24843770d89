/**
 * Bundles the programs, what they load and their reader into one CommonJS file each: those of one app, or all.
 *
 *   node tools/bundle.ts [apps/cli | apps/sensor]
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rolldown } from "rolldown";
import { BUNDLED_PACKAGES, packagesOf } from "./release/bundled-packages.ts";
import { bundleInputs, root, stampOf } from "./stamp.mjs";

/** Taken first: a source that changes during the build must not pass for what was built. */
const stamp = stampOf(bundleInputs());

/** What the sealed reader may load: no network, no programs, no threads, no addons. */
const READER_BUILTINS = ["node:buffer", "node:crypto", "node:fs", "node:process"];

/** What a sensor's collecting side may load: no network but the socket that it is started on. */
const COLLECTING_BUILTINS = [
  ...READER_BUILTINS,
  ...["child_process", "events", "fs/promises", "net", "os", "path", "sea", "url", "util", "v8", "vm", "zlib"].map(
    (name) => `node:${name}`,
  ),
];

/** Commit of this checkout, `-dirty` behind it when tracked files were changed; null outside of git. No time: the same sources give the same bytes. */
function commitOf(): string | null {
  if (!existsSync(join(root, ".git"))) return null; // a repository around an unpacked tarball is not ours
  const told = spawnSync("git", ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"], { cwd: root });
  return told.status === 0 ? told.stdout.toString().trim() : null;
}

interface Bundle {
  /** The file that it becomes. */
  readonly file: string;
  readonly entry: string;
  /** All that it may load; anything when absent. */
  readonly builtins?: readonly string[];
  /** Values of constants that the sources only declare. */
  readonly define?: Readonly<Record<string, unknown>>;
  /** What the code becomes in the end. */
  readonly wrap?: (code: string) => string;
}

const BUILD = { LIVETRIAGE_BUILD: commitOf() };

/** Files under construction; all are put in their places together. */
const made: string[] = [];

/** Sources that went into the bundles of the app at work. */
const modules = new Set<string>();

const temporary = (file: string): string => join(root, `${file}.${process.pid}`);

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(temporary(file), content);
  made.push(file);
}

/** The same code in ASCII: a single character beyond Latin-1 makes V8 keep and read two bytes for each of them. */
function toAscii(code: string): string {
  return code.replaceAll(/(?<!\\)[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

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
  for (const id of chunk.moduleIds) modules.add(id);
  write(file, `//${stamp}\n${wrap(toAscii(chunk.code))}`);
}

function digestOf(file: string): string {
  return createHash("sha256")
    .update(readFileSync(temporary(file)))
    .digest("hex");
}

const reader = (dist: string): Bundle => ({
  file: `${dist}/reader.cjs`,
  entry: "packages/triage-core/src/reader/main.ts",
  builtins: READER_BUILTINS,
});

/** A program with its code cache, and the small file that loads both. */
async function bundleCached(dist: string, first: Bundle, rest: Omit<Bundle, "file">): Promise<void> {
  const program = `${dist}/program.cjs`;
  const wrap = (code: string) => `(function (exports, require, __filename) {${code}\n})`; // as `load-program.ts` calls it
  await bundle({ ...rest, file: program, wrap });
  const cache = `${dist}/program.cache`;
  write(cache, "");
  const cacher = ["--predictable", "--random-seed=1", join(root, "tools/code-cache.ts")];
  execFileSync(process.execPath, [...cacher, temporary(program), temporary(cache)]);
  const files = { program: digestOf(program), cache: digestOf(cache), node: `${process.version} ${process.arch}` };
  await bundle({ ...first, define: { LIVETRIAGE_FILES: files } });
}

async function bundleCommand(dist: string): Promise<void> {
  await bundle(reader(dist));
  await bundle({ file: `${dist}/livetriage-fleet.cjs`, entry: "apps/cli/src/fleet/main.ts", define: BUILD });
  await bundle({ file: `${dist}/livetriage-collector.cjs`, entry: "apps/cli/src/collector/main.ts", define: BUILD });
  const first = { file: `${dist}/livetriage.cjs`, entry: "apps/cli/src/main.ts" };
  await bundleCached(dist, first, { entry: "apps/cli/src/run-program.ts", define: BUILD });
}

async function bundleSensor(dist: string): Promise<void> {
  await bundle(reader(dist));
  const collecting = "apps/sensor/src/collecting";
  const builtins = [...COLLECTING_BUILTINS, "node:module"]; // gives what it loads a `require` of builtins
  const first = { file: `${dist}/collecting.cjs`, entry: `${collecting}/main.ts`, builtins };
  await bundleCached(dist, first, {
    entry: `${collecting}/run-program.ts`,
    builtins: COLLECTING_BUILTINS,
    define: BUILD,
  });
  await bundle({ file: `${dist}/livetriage-sensor.cjs`, entry: "apps/sensor/src/main.ts", define: BUILD });
}

/** What is in the folder of an app; the command is the last: it tells `bootstrap.mjs` whether all are there. */
const APPS = { "apps/sensor": bundleSensor, "apps/cli": bundleCommand };
const [wanted] = process.argv.slice(2);
if (wanted !== undefined && !Object.hasOwn(APPS, wanted)) throw new Error(`no app to bundle: ${wanted}`);
for (const [app, bundleApp] of Object.entries(APPS)) {
  if (wanted !== undefined && wanted !== app) continue;
  modules.clear();
  await bundleApp(`${app}/dist`);
  write(`${app}/${BUNDLED_PACKAGES}`, `${JSON.stringify(packagesOf(modules, join(root, app)), null, 2)}\n`);
}
for (const file of made) renameSync(temporary(file), join(root, file));
