/** What the set-up and the bundle are made from, and its digest. Plain JavaScript: it runs before anything is installed. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * sha256 over names and contents, not times: another checkout of the same files is as good.
 *
 * @param {readonly string[]} files relative to the root
 */
export function stampOf(files) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\0`);
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** The files that decide what is installed. */
export function installInputs() {
  return ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ...inPackages("package.json")];
}

/** The files that decide what is in the bundle. */
export function bundleInputs() {
  const sources = inPackages("src").flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => `${folder}/${name}`)
      .toSorted(),
  );
  return ["pnpm-lock.yaml", "tools/bundle.ts", "tools/code-cache.ts", ...inPackages("package.json"), ...sources];
}

/**
 * The folders of the workspace's packages, relative to `base`.
 *
 * @param {string} base
 */
export function packageFolders(base) {
  const groups = ["packages", "apps"].filter((group) => existsSync(join(base, group)));
  const grouped = groups.flatMap((group) => readdirSync(join(base, group)).map((name) => `${group}/${name}`));
  return [...grouped.toSorted(), "docs/template-phase", "tools"].filter((folder) =>
    existsSync(join(base, folder, "package.json")),
  );
}

/**
 * `file` of every package that has it, relative to the root.
 *
 * @param {string} file
 */
function inPackages(file) {
  return packageFolders(root)
    .map((folder) => `${folder}/${file}`)
    .filter((path) => existsSync(join(root, path)));
}
