import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Outcome, run } from "../check/run.ts";
import { root } from "../stamp.mjs";
import { plantFiles } from "./plant.ts";

const CORE = "packages/triage-core";
const FRAME = `${CORE}/schema/frame.schema.json`;

interface Schema {
  properties?: Record<string, unknown>;
}

/** A copy of core and of the schema tool, in which one file was changed. */
function plantCore(): string {
  const folder = plantFiles({ "package.json": '{ "type": "module" }' });
  const tools = ["tools/schema.ts", "tools/stamp.mjs", "tools/check/breaking-changeset.ts"];
  for (const path of [`${CORE}/src`, `${CORE}/schema`, `${CORE}/package.json`, ...tools]) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(root, CORE, "node_modules"), join(folder, CORE, "node_modules"));
  symlinkSync(join(root, "tools/node_modules"), join(folder, "tools/node_modules"));
  return folder;
}

function check(folder: string): Promise<Outcome> {
  return run("node", ["--conditions=@livetriage/source", "tools/schema.ts", "--check"], { cwd: folder });
}

test("a committed schema that is not what the source says is reported", async () => {
  const folder = plantCore();
  writeFileSync(join(folder, FRAME), "{}\n");
  const { ok, output } = await check(folder);
  expect(output).toContain(`${FRAME} is not what the source says`);
  expect(ok).toBe(false);
});

test("a schema that lost what was released is reported", async () => {
  const folder = plantCore();
  const file = `${CORE}/schema/package.schema.json`;
  const schema = JSON.parse(readFileSync(join(folder, file), "utf8")) as Schema;
  const released = { ...schema, properties: { ...schema.properties, gone: { type: "string" } } };
  const text = JSON.stringify({ version: 1, schema: released });
  writeFileSync(join(folder, `${CORE}/schema/package.released.json`), text);
  const { ok, output } = await check(folder);
  expect(output).toContain("a new schema number is needed");
  expect(output).toContain("gone");
  expect(ok).toBe(false);
});

test.each([
  ["0.4.0", "patch", false],
  ["0.4.0", "minor", true],
  ["1.4.0", "minor", false],
  ["1.4.0", "major", true],
])("a schema with a new number, of a package at %s, with a %s changeset passes: %s", async (version, bump, passes) => {
  const folder = plantCore();
  const manifest = join(folder, `${CORE}/package.json`);
  const own = JSON.parse(readFileSync(manifest, "utf8")) as object;
  writeFileSync(manifest, JSON.stringify({ ...own, version }));
  const text = JSON.stringify({ version: 0, schema: {} });
  writeFileSync(join(folder, `${CORE}/schema/package.released.json`), text);
  mkdirSync(join(folder, ".changeset"));
  writeFileSync(join(folder, ".changeset/a.md"), `---\n"@livetriage/triage-core": ${bump}\n---\n\nA break.\n`);
  const { ok, output } = await check(folder);
  expect(output).toMatch(passes ? /^$/ : /a changeset must announce a major of its package/);
  expect(ok).toBe(passes);
});
