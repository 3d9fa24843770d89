import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolders } from "../stamp.mjs";

/** One package of the workspace. */
export interface Member {
  name: string;
  /** Relative to the root. */
  folder: string;
  isPublished: boolean;
  hasTests: boolean;
}

interface Manifest {
  name: string;
  private?: boolean;
  scripts?: Record<string, string>;
}

/** Every package of the workspace at `root`. */
export function listMembers(root: string): Member[] {
  return packageFolders(root).map((folder) =>
    toMember(folder, JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest),
  );
}

function toMember(folder: string, manifest: Manifest): Member {
  const hasTests = manifest.scripts?.["test"] !== undefined;
  return { name: manifest.name, folder, isPublished: manifest.private !== true, hasTests };
}
