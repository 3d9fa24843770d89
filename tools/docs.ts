/**
 * Builds the site in `docs/site/dist`: `npm run docs`. Reference pages are written anew from the schemas and from what the
 * commands answer; VitePress refuses links that lead nowhere.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { must } from "./check/run.ts";
import { commandPage } from "./docs/command-page.ts";
import { type FieldSchema, fieldTable } from "./docs/field-table.ts";
import { root } from "./stamp.mjs";

const site = join(root, "docs/site");
const reference = join(site, "reference");

function write(file: string, text: string): void {
  mkdirSync(dirname(join(reference, file)), { recursive: true });
  writeFileSync(join(reference, file), text);
}

function fieldPage(name: string, schemaFile: string): void {
  const schema = JSON.parse(readFileSync(join(root, schemaFile), "utf8")) as FieldSchema & { readonly title: string };
  const about = `\`${schema.title}\`, from \`${schemaFile}\`. ECS and OCSF name the fields that these standards have a name for.`;
  write(`fields/${name}.md`, `# ${schema.title}\n\n${about}\n\n${fieldTable(schema)}`);
}

rmSync(reference, { recursive: true, force: true });
fieldPage("package", "packages/triage-core/schema/package.schema.json");
for (const name of readdirSync(join(root, "packages"))) {
  const schema = `packages/${name}/schema/item.schema.json`;
  if (existsSync(join(root, schema))) fieldPage(name, schema);
}
await must("turbo", ["run", "build", "--filter=livetriage", "--filter=livetriage-sensor", "--output-logs=errors-only"]);
write("commands.md", await commandPage());
await must("pnpm", ["install", "--frozen-lockfile", "--prefer-offline", "--config.trustLockfile=true"], { cwd: site });
await must(join(site, "node_modules/.bin/vitepress"), ["build", site]);
console.log(join(site, "dist/index.html"));
