import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Arch } from "./base-node.ts";
import { fetchLibraries, MACHINES } from "./libraries.ts";

/** What makes tar write the same bytes for the same files. */
const SAME = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"];

/** The folder of a program that brings its own loader and libraries, below `folder`; its name. */
export function layOutPortable(executable: string, libraries: string, arch: Arch, folder: string): string {
  const name = `livetriage-portable-${arch}`;
  const at = (file: string): string => join(folder, name, file);
  cpSync(libraries, at("lib"), { recursive: true });
  copyFileSync(executable, at("lib/livetriage"));
  const { loader, machine } = MACHINES[arch];
  const starter = readFileSync(join(import.meta.dirname, "portable.sh"), "utf8");
  writeFileSync(at("livetriage"), starter.replaceAll("@LOADER@", loader).replaceAll("@MACHINE@", machine), {
    mode: 0o755,
  });
  return name;
}

/** The same as an archive. */
export function makePortable(executable: string, arch: Arch, archive: string): void {
  const work = mkdtempSync(`${archive}.`);
  const name = layOutPortable(executable, fetchLibraries(arch), arch, work);
  const env = { ...process.env, XZ_OPT: "-9" };
  execFileSync("tar", ["-C", work, ...SAME, "--mode=u=rwX,go=rX", "-cJf", archive, name], { env });
  rmSync(work, { recursive: true });
}
