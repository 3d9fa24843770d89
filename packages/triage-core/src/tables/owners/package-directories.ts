import type { LosslessString } from "../../text/lossless.ts";
import { mergedPath, type PackageDatabase } from "./package-database.ts";

/** The directories in which the packages of some databases have files, however a merged /usr spells them. */
export function packageDirectories(databases: readonly PackageDatabase[]): { has(directory: LosslessString): boolean } {
  const known = new Set<LosslessString>();
  for (const database of databases) {
    for (const path of database.paths()) known.add(path.slice(0, path.lastIndexOf("/") + 1));
  }
  return { has: (directory) => known.has(mergedPath(directory === "/" ? "/" : `${directory}/`)) };
}
