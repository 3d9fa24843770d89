import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Outcome, run } from "../check/run.ts";
import { root } from "../stamp.mjs";
import { plantFolder } from "./plant.ts";
import { shown } from "./shown.ts";

const GUIDE = join(root, "docs/adding-a-phase.md");
const CORE_README = join(root, "packages/triage-core/README.md");

/** What vitest's reporter says, as far as it is looked at. */
interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly { readonly name: string }[];
}

let folder = "";
const inFolder = (command: string, args: readonly string[]): Promise<Outcome> => run(command, args, { cwd: folder });

/** The template as a third party has it: its sources, the packed core, and packages from the registry. */
beforeAll(async () => {
  const planted = plantFolder();
  folder = planted.folder;
  const template = join(root, "docs/template-phase");
  for (const file of ["src", "package.json"]) cpSync(join(template, file), join(folder, file), { recursive: true });
  writeFileSync(join(folder, "tsconfig.json"), shown(GUIDE, "tsconfig.json"));
  writeFileSync(join(folder, "src/collect.ts"), shown(GUIDE, "collect.ts"));
  for (const file of ["file-systems.ts", "file-systems.test.ts"])
    writeFileSync(join(folder, "src", file), shown(CORE_README, file));
  const core = join(folder, "node_modules/@livetriage/triage-core");
  mkdirSync(core, { recursive: true });
  await run("pnpm", ["pack", "--pack-destination", folder], { cwd: join(root, "packages/triage-core") });
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz")) ?? "";
  await inFolder("tar", ["-xzf", tarball, "-C", core, "--strip-components=1"]);
  for (const name of ["zod", "vitest", "fast-check"]) {
    symlinkSync(join(template, "node_modules", name), join(folder, "node_modules", name));
  }
  return planted.remove;
});

test("the template, and the phase of core's README, build against the packed core", async () => {
  expect(await inFolder("tsc", ["-p", "tsconfig.json"])).toEqual({ ok: true, output: "" });
});

test("their tests, the contract tests among them, pass against the packed core", { timeout: 180_000 }, async () => {
  const { ok } = await inFolder("vitest", [
    "run",
    "src",
    "--testTimeout=60000",
    "--reporter=json",
    "--outputFile=report.json",
  ]);
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Report;
  expect(ok).toBe(true);
  expect(report.numPassedTests).toBeGreaterThan(10);
  expect(report.testResults).toContainEqual(
    expect.objectContaining({ name: join(folder, "src/file-systems.test.ts") }),
  );
});

test("the guide's program runs", async () => {
  await inFolder("tsc", ["-p", "tsconfig.json"]);
  expect(await inFolder("node", ["dist/collect.js"])).toEqual({ ok: true, output: "[ 'ext4' ]\n" });
});
