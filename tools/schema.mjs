#!/usr/bin/env node
// Keeps the published JSON Schemas true.
//   node tools/schema.mjs --check     fails when a committed schema is not what the zod schemas say, or does not only grow
//   node tools/schema.mjs --write     writes them
//   node tools/schema.mjs --release   also takes them as the released ones, which later schemas must only add to
// Run with `--conditions=@livetriage/source`, so that packages are read from their sources.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const load = (path) => import(pathToFileURL(join(root, path)).href);
const core = await load("packages/triage-core/src/index.ts");

/** Every schema: the file that holds it, its number, and what it should say. */
async function schemas() {
  const found = [
    {
      file: "packages/triage-core/schema/package.schema.json",
      version: 1,
      schema: core.toJsonSchema(core.packageSchema, "TriagePackage"),
    },
    {
      file: "packages/triage-core/schema/frame.schema.json",
      version: 1,
      schema: core.toJsonSchema(core.frameSchema, "Frame"),
    },
  ];
  for (const name of readdirSync(join(root, "packages"))) {
    const entry = `packages/${name}/src/index.ts`;
    if (name === "triage-core" || !existsSync(join(root, entry))) continue;
    const phase = Object.values(await load(entry)).find((value) => value?.contract === 1);
    if (phase === undefined) continue;
    found.push({
      file: `packages/${name}/schema/item.schema.json`,
      version: phase.schemaVersion,
      schema: core.itemSchema(phase),
    });
  }
  return found;
}

const text = (value) => `${JSON.stringify(value, null, 2)}\n`;
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null);
const mode = process.argv[2];
if (!["--check", "--write", "--release"].includes(mode)) {
  console.error("usage: node --conditions=@livetriage/source tools/schema.mjs --check|--write|--release");
  process.exit(64);
}

let problems = 0;
for (const { file, version, schema } of await schemas()) {
  const path = join(root, file);
  const releasedPath = path.replace(/\.schema\.json$/, ".released.json");
  const released = read(releasedPath);
  const lost = released !== null && released.version === version ? core.checkGrowth(released.schema, schema) : [];
  for (const problem of lost) console.error(`${file}: ${problem}; a new schema number is needed`);
  problems += lost.length;
  if (mode === "--check") {
    if (existsSync(path) && readFileSync(path, "utf8") === text(schema)) continue;
    console.error(`${file} is not what the source says: run npm run schema`);
    problems++;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text(schema));
    if (mode === "--release") writeFileSync(releasedPath, text({ version, schema }));
  }
}
process.exit(problems === 0 ? 0 : 1);
