import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where a program lists the packages that are inside it, below its folder. */
export const BUNDLED_PACKAGES = "dist/bundled-packages.json";

/** The packages that modules of a bundle belong to, as package URLs, sorted; one each, the program's own aside. */
export function packagesOf(modules: Iterable<string>, own: string): string[] {
  const folders = new Set([...modules].filter((id) => id.startsWith("/")).map(packageFolder));
  return [...folders]
    .filter((folder) => folder !== own)
    .map(purlOf)
    .toSorted();
}

/** The nearest folder above whose package.json names a package: some have others that only set the type. */
function packageFolder(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && "version" in (JSON.parse(readFileSync(manifest, "utf8")) as object)) return folder;
    if (folder === "/") throw new Error(`${file} belongs to no package`);
  }
}

function purlOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string; version: string };
  return `pkg:npm/${manifest.name.replace("@", "%40")}@${manifest.version}`;
}
