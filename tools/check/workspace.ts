import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolders } from "../stamp.mjs";

/** One package of the workspace. */
export interface Member {
  name: string;
  version: string;
  /** Relative to the root. */
  folder: string;
  isPublished: boolean;
  /** Names of its scripts. */
  scripts: readonly string[];
}

interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  scripts?: Record<string, string>;
}

/** Every package of the workspace at `root`. */
export function listMembers(root: string): Member[] {
  return packageFolders(root).map((folder) =>
    toMember(folder, JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest),
  );
}

function toMember(folder: string, { name, version, private: isPrivate, scripts = {} }: Manifest): Member {
  return { name, version, folder, isPublished: isPrivate !== true, scripts: Object.keys(scripts) };
}
