/** Bundles the programs and their reader into one CommonJS file each: `node tools/bundle.ts`. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

const define = { LIVETRIAGE_BUILD: JSON.stringify(commitOf()) };

async function bundle(entry: string, file: string, builtins?: readonly string[]): Promise<void> {
  const build = await rolldown({
    input: join(root, entry),
    platform: "node",
    transform: { define },
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
  const target = join(root, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.${process.pid}`, `//${stamp}\n${chunk.code}`);
  renameSync(`${target}.${process.pid}`, target); // a command that starts meanwhile finds the old one or the new one
}

await bundle("packages/triage-core/src/reader/main.ts", "apps/cli/dist/reader.cjs", READER_BUILTINS);
await bundle("apps/cli/src/fleet/main.ts", "apps/cli/dist/livetriage-fleet.cjs");
await bundle("apps/cli/src/collector/main.ts", "apps/cli/dist/livetriage-collector.cjs");
await bundle("apps/cli/src/main.ts", "apps/cli/dist/livetriage.cjs"); // last: it tells whether all are there
