/**
 * Keeps the published JSON Schemas true: `npm run schema -- --check`.
 *
 *   --check     fails when a committed schema is not what the zod schemas say, does not only grow, or has a new number
 *               that no changeset announces as a break
 *   --write     writes them
 *   --release   also takes them as the released ones, which later schemas must only add to
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import {
  type AnyPhase,
  checkGrowth,
  frameSchema,
  itemSchema,
  type JsonSchema,
  packageSchema,
  toJsonSchema,
} from "@livetriage/triage-core";
import { hasBreakingChangeset } from "./check/breaking-changeset.ts";
import { root } from "./stamp.mjs";

/** A schema and the number that it has. */
interface Numbered {
  version: number;
  schema: JsonSchema;
}

/** Every schema that is published, by the file that holds it. */
async function listSchemas(): Promise<Map<string, Numbered>> {
  const found = new Map<string, Numbered>([
    [
      "packages/triage-core/schema/package.schema.json",
      { version: 1, schema: toJsonSchema(packageSchema, "TriagePackage") },
    ],
    ["packages/triage-core/schema/frame.schema.json", { version: 1, schema: toJsonSchema(frameSchema, "Frame") }],
  ]);
  for (const name of readdirSync(join(root, "packages"))) {
    const phase = await loadPhase(join(root, "packages", name, "src/phase.ts"));
    if (phase === undefined) continue;
    found.set(`packages/${name}/schema/item.schema.json`, { version: phase.schemaVersion, schema: itemSchema(phase) });
  }
  return found;
}

/** The phase that a package's `phase.ts` exports, if it has one. */
async function loadPhase(entry: string): Promise<AnyPhase | undefined> {
  if (!existsSync(entry)) return undefined;
  const exported = Object.values((await import(pathToFileURL(entry).href)) as Record<string, unknown>);
  return exported.find((value): value is AnyPhase => (value as AnyPhase | null)?.contract === 1);
}

/** What is wrong with a schema beside the released one: it lost something under its number, or nobody announced a new one. */
function compareWithReleased(file: string, { version, schema }: Numbered): string[] {
  const releasedFile = releasedOf(file);
  if (!existsSync(releasedFile)) return [];
  const released = JSON.parse(readFileSync(releasedFile, "utf8")) as Numbered;
  if (released.version === version)
    return checkGrowth(released.schema, schema).map((loss) => `${file}: ${loss}; a new schema number is needed`);
  if (values.release || hasBreakingChangeset(root, dirname(dirname(file)))) return [];
  return [`${file} has the new number ${version}: a changeset must announce a major of its package`];
}

const releasedOf = (file: string) => join(root, file.replace(/\.schema\.json$/, ".released.json"));

function write(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, toText(value));
}

const toText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

const flag = { type: "boolean", default: false } as const;
const { values } = parseArgs({ options: { check: flag, write: flag, release: flag } });
const problems: string[] = [];
for (const [file, numbered] of await listSchemas()) {
  const path = join(root, file);
  problems.push(...compareWithReleased(file, numbered));
  if (values.write || values.release) write(path, numbered.schema);
  else if (!existsSync(path) || readFileSync(path, "utf8") !== toText(numbered.schema)) {
    problems.push(`${file} is not what the source says: run npm run schema -- --write`);
  }
  if (values.release) write(releasedOf(file), numbered);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
