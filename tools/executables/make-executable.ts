import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inject } from "postject";
import { rolldown } from "rolldown";
import { root } from "../stamp.mjs";
import { type Arch, baseNode } from "./base-node.ts";
import type { Program } from "./programs.ts";

/** What the first lines of an executable may load; the reader's come after them. */
const STARTER_BUILTINS = ["node:fs", "node:path", "node:sea", "node:vm"];

/** What postject and Node know each other by. Source: Node's single executable applications */
const RESOURCE = "NODE_SEA_BLOB";
const SENTINEL = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/** Makes one file of a program's bundles and the Node of a processor; the same input gives the same bytes. */
export async function makeExecutable(program: Program, arch: Arch, file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const work = mkdtempSync(`${file}.`);
  try {
    const built = join(work, program.name);
    writeFileSync(built, baseNode(arch));
    await inject(built, RESOURCE, await makeBlob(program, work), { sentinelFuse: SENTINEL });
    chmodSync(built, 0o755);
    renameSync(built, file);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** The starter, the bundles and the flags, as Node wants them in its file. */
async function makeBlob(program: Program, work: string): Promise<Buffer> {
  const at = (name: string): string => join(work, name);
  writeFileSync(at("main.cjs"), await bundleStarter(program));
  const parts = [...Object.values(program.parts), program.otherwise];
  const files = new Set([...parts.map(({ bundle }) => bundle), ...program.files]);
  const config = {
    main: "main.cjs", // its path becomes part of the file
    output: "blob",
    disableExperimentalSEAWarning: true,
    useCodeCache: false,
    useSnapshot: false,
    assets: Object.fromEntries([...files].toSorted().map((name) => [name, join(root, program.dist, name)])),
    execArgv: program.nodeFlags,
    execArgvExtension: "none",
  };
  writeFileSync(at("config.json"), JSON.stringify(config));
  execFileSync(process.execPath, ["--experimental-sea-config", "config.json"], { cwd: work, stdio: "ignore" });
  return readFileSync(at("blob"));
}

async function bundleStarter(program: Program): Promise<string> {
  const { name, parts, otherwise, beside, environment, dist, versionFrom } = program;
  const versionText = execFileSync(process.execPath, [join(root, dist, versionFrom), "--version"], {
    encoding: "utf8",
  });
  const define = { PROGRAM: { name, parts, otherwise, beside, environment }, VERSION_TEXT: versionText };
  const build = await rolldown({
    input: join(import.meta.dirname, "starter/main.ts"),
    platform: "node",
    transform: { define: Object.fromEntries(Object.entries(define).map(([key, one]) => [key, JSON.stringify(one)])) },
    resolve: { conditionNames: ["@livetriage/source", "import", "node", "default"] },
  });
  const { output } = await build.generate({ format: "cjs", codeSplitting: false, minify: true });
  const foreign = output[0].imports.filter((one) => !STARTER_BUILTINS.includes(one));
  if (foreign.length > 0) throw new Error(`the starter may not load ${foreign.join(", ")}`);
  return output[0].code;
}
