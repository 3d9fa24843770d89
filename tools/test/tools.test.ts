import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Outcome, run } from "../check/run.ts";
import { root } from "../stamp.mjs";
import { plantFiles, plantWorkspace } from "./plant.ts";

describe("biome", () => {
  test.each([
    ["single quotes", "export const x = 'a';\n"],
    ["imports out of order", 'import { b } from "./b.ts";\nimport { a } from "./a.ts";\n\nexport const x = [a, b];\n'],
    ["two statements on a line", "export const x = 1; export const y = 2;\n"],
  ])("reports %s", async (_, text) => {
    const planted = plantWorkspace({ "packages/proc-tree/src/planted.ts": text });
    const args = ["check", "--error-on-warnings", "packages/proc-tree/src"];
    const { ok, output } = await run("biome", args, { cwd: planted.folder });
    planted.remove();
    expect(output).toContain("planted.ts");
    expect(ok).toBe(false);
  });
});

describe("tsc", () => {
  test.each([
    ["a wrong type", 'export const x: number = "1";', "TS2322"],
    ["an unchecked index", "export const x: number = [1][0];", "TS2322"],
    ["an enum", "export enum E { A }", "TS1294"],
    ["an import of a type as a value", 'import { X } from "./x.ts";\nexport const x: X = 1;', "TS1484"],
    ["a local that nobody reads", "export function f(): void {\n  const x = 1;\n}", "TS6133"],
  ])("reports %s", async (_, text, code) => {
    const folder = plantFiles({
      "tsconfig.json": JSON.stringify({
        extends: join(root, "tsconfig.base.json"),
        compilerOptions: { types: [], noEmit: true, composite: false },
      }),
      "package.json": '{ "type": "module" }',
      "x.ts": "export type X = number;\n",
      "planted.ts": `${text}\n`,
    });
    const { ok, output } = await run("tsc", ["-p", "tsconfig.json"], { cwd: folder });
    expect(output).toContain(`error ${code}`);
    expect(ok).toBe(false);
  });
});

describe("knip", () => {
  const plants = {
    "packages/proc-tree/src/nobody-imports-me.ts": "export const x = 1;\n",
    "packages/proc-tree/src/index.ts": 'export { used } from "./parts.ts";\nexport { default } from "not-listed";\n',
    "packages/proc-tree/src/parts.ts": "export const used = 1;\nexport const unusedExport = 2;\n",
    "packages/net-conns/package.json": JSON.stringify({
      name: "@livetriage/net-conns",
      exports: { ".": "./src/index.ts" },
      dependencies: { zod: "4.6.7" },
    }),
  };
  let report: Outcome;
  beforeAll(async () => {
    const { folder, remove } = plantWorkspace(plants);
    report = await run("knip", [], { cwd: folder });
    return remove;
  });

  test.each([
    ["an unused file", /nobody-imports-me\.ts/],
    ["an unused export", /unusedExport/],
    ["an unlisted dependency", /not-listed/],
    ["an unused dependency", /zod\s+packages\/net-conns\/package\.json/],
  ])("reports %s", (_, pattern) => {
    expect(report.output).toMatch(pattern);
    expect(report.ok).toBe(false);
  });
});

describe("pack", () => {
  const manifest = {
    name: "planted",
    version: "0.1.0",
    type: "module",
    files: ["dist"],
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
  };
  const sound = { "dist/index.js": "export const x = 1;\n", "dist/index.d.ts": "export declare const x: number;\n" };

  test("passes a sound package", async () => {
    expect(await pack({ "package.json": JSON.stringify(manifest), ...sound })).toEqual({ ok: true, output: "" });
  });

  test("publint reports an entry that is not in the tarball", async () => {
    const { ok, output } = await pack({ "package.json": JSON.stringify({ ...manifest, files: [] }), ...sound });
    expect(output).toContain("does not exist");
    expect(ok).toBe(false);
  });

  test("attw reports types that cannot be resolved", async () => {
    const files = { ...sound, "dist/index.d.ts": 'export * from "./missing.js";\n', "dist/index.d.mts": "" };
    const { ok, output } = await pack({ "package.json": JSON.stringify(manifest), ...files });
    expect(output).toContain("Internal resolution error");
    expect(ok).toBe(false);
  });
});

describe("bundle", () => {
  test.each([
    ["a network module", 'import { connect } from "node:net";\nconnect(1);\n', "may not load node:net"],
    ["a module loaded late", 'void import("node:child_process");\n', "may not load node:child_process"],
    ["a wait at the top", "await Promise.resolve();\n", "does not support top-level await"],
    ["a file that is not there", 'import "./missing.ts";\n', "missing.ts"],
  ])("refuses a reader with %s", async (_, text, message) => {
    const { ok, output } = await bundle(text);
    expect(output).toContain(message);
    expect(ok).toBe(false);
  });

  test("passes a sound reader", async () => {
    expect(await bundle('import { readSync } from "node:fs";\nreadSync(0, Buffer.alloc(1));\n')).toMatchObject({
      ok: true,
    });
  });
});

function pack(files: Record<string, string>): Promise<Outcome> {
  return run("node", [join(root, "tools/pack.ts")], { cwd: plantFiles(files) });
}

const ENTRIES = ["main", "run-program", "fleet/main", "collector/main"];

/** Bundle a workspace whose reader is `text`, by a copy of the script that lives in it. */
async function bundle(text: string): Promise<Outcome> {
  const planted = plantWorkspace({
    "packages/triage-core/src/reader/main.ts": text,
    ...Object.fromEntries(ENTRIES.map((entry) => [`apps/cli/src/${entry}.ts`, "export const planted = 1;\n"])),
    "pnpm-lock.yaml": "",
  });
  cpSync(join(root, "tools"), join(planted.folder, "tools"), {
    recursive: true,
    filter: (file) => !file.includes("node_modules"),
  });
  symlinkSync(join(root, "tools/node_modules"), join(planted.folder, "tools/node_modules"));
  const outcome = await run("node", [join(planted.folder, "tools/bundle.ts"), "apps/cli"], { cwd: planted.folder });
  planted.remove();
  return outcome;
}
