import { beforeAll, expect, test } from "vitest";
import { run } from "../check/run.ts";
import { plantWorkspace } from "./plant.ts";

const PHASE = "packages/proc-tree/src";
const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");

/** One violation per row: the file, its text, and the rule that it breaks. */
const VIOLATIONS = [
  [`${PHASE}/long-file.ts`, lines(201, (i) => `export const x${i} = ${i};`), "eslint(max-lines)"],
  [`${PHASE}/long-file.test.ts`, lines(401, (i) => `export const x${i} = ${i};`), "eslint(max-lines)"],
  [
    `${PHASE}/long-function.ts`,
    `export function f(x: number): number {\n${lines(40, (i) => `  if (x === ${i}) return ${i};`)}\n  return x;\n}`,
    "eslint(max-lines-per-function)",
  ],
  [
    `${PHASE}/tangled.ts`,
    `export const f = (x: number): boolean =>\n${lines(17, (i) => `x === ${i} ||`)}\nfalse;`,
    "eslint(complexity)",
  ],
  [
    `${PHASE}/deep.ts`,
    `export function f(x: number): void {\n${"if (x > 0) {\n".repeat(5)}x++;${"}".repeat(5)}\n}`,
    "eslint(max-depth)",
  ],
  [
    `${PHASE}/many.ts`,
    "export const f = (a: 1, b: 1, c: 1, d: 1, e: 1, g: 1): number => a + b + c + d + e + g;",
    "eslint(max-params)",
  ],
  [`${PHASE}/cannot-fail.test.ts`, 'import { test } from "vitest";\ntest("x", () => {});', "vitest(expect-expect)"],
  [`${PHASE}/SomeName.ts`, "export const x = 1;", "unicorn(filename-case)"],
  [`${PHASE}/any.ts`, "export const x: any = 1;", "typescript(no-explicit-any)"],
  [`${PHASE}/says.ts`, 'console.log("x");\nexport const x = 1;', "eslint(no-console)"],
  [`${PHASE}/floats.ts`, "export const f = () => {\n  Promise.resolve(1);\n};", "typescript(no-floating-promises)"],
  [`${PHASE}/now.ts`, "export const x = Date.now();", "livetriage(no-ambient-time)"],
  [`${PHASE}/new-date.ts`, "export const x = new Date();", "livetriage(no-ambient-time)"],
  [`${PHASE}/date.ts`, "export const x = Date();", "livetriage(no-ambient-time)"],
  [`${PHASE}/process.ts`, "export const x = process.pid;", "eslint(no-restricted-globals)"],
  [`${PHASE}/fetch.ts`, 'export const f = () => fetch("http://127.0.0.1");', "eslint(no-restricted-globals)"],
  [`${PHASE}/timer.ts`, "export const f = () => setTimeout(() => {}, 1);", "eslint(no-restricted-globals)"],
  [`${PHASE}/parse/waits.ts`, "export const f = async () => 1;", "livetriage(no-async)"],
  [`${PHASE}/parse/promises.ts`, "export const f = () => Promise.resolve(1);", "livetriage(no-async)"],
  [`${PHASE}/parse/imports.ts`, 'export const f = () => import("../now.ts");', "livetriage(no-async)"],
  [`${PHASE}/to-item.ts`, "export const f = async () => 1;", "livetriage(no-async)"],
  [`${PHASE}/only.test.ts`, 'import { test } from "vitest";\ntest.only("x", () => {});', "vitest(no-focused-tests)"],
  ["packages/triage-core/src/run/now.ts", "export const x = Date.now();", "livetriage(no-ambient-time)"],
  ["apps/cli/src/views/now.ts", "export const x = Date.now();", "livetriage(no-ambient-time)"],
] as const;

const SOUND = [
  [`${PHASE}/just-fits.ts`, lines(200, (i) => `export const x${i} = ${i};`)],
  [`${PHASE}/of-time.ts`, "export const f = (ms: number) => new Date(ms).toISOString();"],
  [`${PHASE}/at-host.live.test.ts`, "export const x = Date.now();"],
  ["packages/triage-core/src/host/system-clock.ts", "export const x = Date.now();"],
] as const;

interface Report {
  diagnostics: { filename: string; code: string }[];
}

const PLANTS = {
  "tsconfig.json": '{ "extends": "./tsconfig.base.json", "compilerOptions": { "noEmit": true, "composite": false } }',
  ...Object.fromEntries([...VIOLATIONS, ...SOUND].map(([file, text]) => [file, `${text}\n`])),
};
/** The linter follows the links in node_modules, which here lead in circles. */
const SOURCES = ["packages/proc-tree/src", "packages/triage-core/src", "apps/cli/src"];
let found: readonly string[] = [];

beforeAll(async () => {
  const { folder, remove } = plantWorkspace(PLANTS);
  const args = ["--type-aware", "--deny-warnings", "--format", "json", ...SOURCES];
  const { output } = await run("oxlint", args, { cwd: folder });
  found = (JSON.parse(output) as Report).diagnostics.map(({ filename, code }) => `${filename} breaks ${code}`);
  return remove;
});

test.each(VIOLATIONS)("%s", (file, _, rule) => {
  expect(found).toContain(`${file} breaks ${rule}`);
});

test.each(SOUND)("%s is sound", (file) => {
  expect(found.filter((line) => line.startsWith(file))).toEqual([]);
});
