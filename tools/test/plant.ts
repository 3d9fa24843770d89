import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { root } from "../stamp.mjs";

/** The configuration under test: copied, so that what is planted is judged by the repository's own rules. */
const CONFIGURATION = [
  ".dependency-cruiser.mjs",
  ".oxlintrc.json",
  "biome.json",
  "knip.json",
  "package.json",
  "pnpm-workspace.yaml",
  "tsconfig.base.json",
  "tools/lint",
];

/** Packages that every planted workspace has, with the folders that others may import from. */
const PACKAGES = {
  "packages/triage-core": ["@livetriage/triage-core", "", "text", "testing", "host"],
  "packages/proc-tree": ["@livetriage/proc-tree", ""],
  "packages/net-conns": ["@livetriage/net-conns", ""],
  "packages/proto-types": ["@livetriage/proto-types", ""],
  "packages/collector": ["@livetriage/collector", ""],
  "apps/cli": ["livetriage", ""],
  "apps/sensor": ["livetriage-sensor", ""],
} as const;

/** A temporary workspace with the repository's configuration, seven sound packages and `files`; removed by `remove`. */
export function plantWorkspace(files: Record<string, string>): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "livetriage-plant-"));
  for (const file of CONFIGURATION) cpSync(join(root, file), join(folder, file), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const [home, [name, ...entries]] of Object.entries(PACKAGES)) plantPackage(folder, home, name, entries);
  for (const [file, text] of Object.entries(files)) write(join(folder, file), text);
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** A temporary folder with `files`, removed after the test. */
export function plantFiles(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "livetriage-plant-"));
  for (const [file, text] of Object.entries(files)) write(join(folder, file), text);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A temporary folder, removed after the tests of the file; for `beforeAll`. */
export function plantFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "livetriage-plant-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

function plantPackage(folder: string, home: string, name: string, entries: readonly string[]): void {
  const exports = entries.map((entry) => {
    const file = join("src", entry, "index.ts");
    write(join(folder, home, file), "export const sound = 1;\n");
    return [entry === "" ? "." : `./${entry}`, { "@livetriage/source": `./${file}` }] as const;
  });
  const manifest = { name, version: "0.1.0", type: "module", exports: Object.fromEntries(exports) };
  write(join(folder, home, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const [other, [otherName]] of Object.entries(PACKAGES)) {
    const link = join(folder, home, "node_modules", otherName);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(folder, other), link);
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
