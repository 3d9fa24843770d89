import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { root } from "../stamp.mjs";

/** The configuration under test: copied, so that what is planted is judged by the repository's own rules. */
const CONFIGURATION = [
  ".gitignore",
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

/** Packages from the registry that every planted package could import, if its walls let it. */
const FOREIGN = ["zod", "vitest", "fast-check"];

/** A temporary workspace with the repository's configuration, seven sound packages and `files`; removed by `remove`. */
export function plantWorkspace(files: Record<string, string>): { folder: string; remove: () => void } {
  const { folder, remove } = plantFolder();
  for (const file of CONFIGURATION) cpSync(join(root, file), join(folder, file), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const [home, [name, ...entries]] of Object.entries(PACKAGES)) plantPackage(folder, home, name, entries);
  for (const [file, text] of Object.entries(files)) write(join(folder, file), text);
  return { folder, remove };
}

/** A temporary folder with `files`, removed after the test. */
export function plantFiles(files: Record<string, string>): string {
  const { folder, remove } = plantFolder();
  for (const [file, text] of Object.entries(files)) write(join(folder, file), text);
  onTestFinished(remove);
  return folder;
}

/** A temporary folder, removed by `remove`. */
export function plantFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "livetriage-plant-"));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

function plantPackage(folder: string, home: string, name: string, entries: readonly string[]): void {
  const exports = entries.map((entry) => {
    const file = join("src", entry, "index.ts");
    write(join(folder, home, file), "export const sound = 1;\n");
    return [entry === "" ? "." : `./${entry}`, { "@livetriage/source": `./${file}` }] as const;
  });
  const manifest = { name, version: "0.1.0", type: "module", exports: Object.fromEntries(exports) };
  write(join(folder, home, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const [other, [otherName]] of Object.entries(PACKAGES)) link(join(folder, home), otherName, join(folder, other));
  for (const foreign of FOREIGN) link(join(folder, home), foreign, join(root, "tools/node_modules", foreign));
}

function link(home: string, name: string, target: string): void {
  const place = join(home, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(target, place);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
