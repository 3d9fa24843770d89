import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../stamp.mjs";
import { stripElf } from "./strip-elf.ts";

export const ARCHES = ["x64", "arm64"] as const;
export type Arch = (typeof ARCHES)[number];

/** The repository's Node for a processor, as the lockfile pins it, without its symbols, and deaf to one variable. */
export function baseNode(arch: Arch): Buffer {
  const installed = join(root, `node_modules/node-linux-${arch}/bin/node`);
  return forgetCompileCache(stripElf(readFileSync(existsSync(installed) ? installed : fetchNode(arch))));
}

/**
 * Node makes the folder that NODE_COMPILE_CACHE names, and takes compiled code from it, before our first line, and has no
 * flag against it. The name that it asks for, which is the first in the file, becomes empty.
 */
function forgetCompileCache(node: Buffer): Buffer {
  const name = Buffer.from("NODE_COMPILE_CACHE\0");
  const at = node.indexOf(name);
  return node.fill(0, at, at + name.length);
}

/** Of another processor than ours the package manager installs none: npm fetches the package, the lockfile vouches for it. */
function fetchNode(arch: Arch): string {
  const name = `node-linux-${arch}`;
  const { version, integrity } = pinned(name);
  const kept = join(root, "node_modules/.cache", `${name}-${version}`);
  if (existsSync(kept)) return kept;
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  const folder = mkdtempSync(join(root, `node_modules/.cache/${name}-`));
  execFileSync("npm", ["pack", `${name}@${version}`, "--silent", "--pack-destination", folder], { stdio: "ignore" });
  const tarball = join(folder, `${name}-${version}.tgz`);
  const digest = createHash("sha512").update(readFileSync(tarball)).digest("base64");
  if (integrity !== `sha512-${digest}`) throw new Error(`${name}@${version} is not the one in the lockfile`);
  execFileSync("tar", ["-xzf", tarball, "-C", folder, "package/bin/node"]);
  renameSync(join(folder, "package/bin/node"), kept);
  rmSync(folder, { recursive: true });
  return kept;
}

function pinned(name: string): { version: string; integrity: string } {
  const lockfile = readFileSync(join(root, "pnpm-lock.yaml"), "utf8");
  const found = new RegExp(`^  ${name}@(\\S+):\\n    resolution: \\{integrity: (\\S+)\\}`, "m").exec(lockfile);
  if (found === null) throw new Error(`${name} is not in the lockfile`);
  return { version: found[1] as string, integrity: found[2] as string };
}
