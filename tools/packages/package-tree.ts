import { chmodSync, copyFileSync, lutimesSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file of a package. */
export interface PackagedFile {
  /** From the root, without a slash before it. */
  readonly path: string;
  /** What is in it, or the file that it is a copy of. */
  readonly content: string | Uint8Array | { readonly file: string };
  readonly isProgram?: true;
  /** The administrator's: an upgrade keeps what he changed. */
  readonly isConfig?: true;
}

/** What becomes a package of either form. */
export interface PackageSpec {
  readonly name: string;
  readonly version: string;
  readonly arch: "x64" | "arm64";
  readonly summary: string;
  readonly description: string;
  readonly files: readonly PackagedFile[];
  /** Empty directories, from the root. */
  readonly directories: readonly string[];
  /** Names of packages, the same in both forms, beside the libraries that an executable of Node needs. */
  readonly requires: readonly string[];
  /** Folder of its maintainer's scripts, null when it needs none. */
  readonly scripts: string | null;
  /** Time that everything carries, seconds since the epoch. */
  readonly epoch: number;
}

/** Lays a package's files out below `root`; names, modes and times are the same wherever it is built. */
export function layOut({ files, directories, epoch }: PackageSpec, root: string): void {
  for (const path of directories) mkdirSync(join(root, path), { recursive: true, mode: 0o755 });
  for (const { path, content, isProgram } of files) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
    if (typeof content === "string" || content instanceof Uint8Array) writeFileSync(target, content);
    else copyFileSync(content.file, target);
    chmodSync(target, isProgram === true ? 0o755 : 0o644);
  }
  setTimes(root, epoch);
}

/** Everything in a folder, and it, as old as the commit. */
export function setTimes(folder: string, epoch: number): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    lutimesSync(join(folder, name), epoch, epoch);
  lutimesSync(folder, epoch, epoch);
}
