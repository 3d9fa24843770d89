import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeExecutable } from "../../executables/make-executable.ts";
import { PROGRAMS, type Program } from "../../executables/programs.ts";
import { makeDeb } from "../../packages/make-deb.ts";
import { makeRpm } from "../../packages/make-rpm.ts";
import { sensorPackage } from "../../packages/package-specs.ts";
import { root } from "../../stamp.mjs";

const EPOCH = 1_790_000_000;
const SENSOR = PROGRAMS.find(({ name }) => name === "livetriage-sensor") as Program;
const ARCH = process.arch as "x64" | "arm64";

/** The sensor's executable of this machine's processor, in a folder. */
export async function sensorExecutable(folder: string): Promise<string> {
  const file = join(folder, "executable");
  const bundle = join(root, SENSOR.dist, SENSOR.otherwise.bundle);
  if (!existsSync(bundle)) execFileSync(process.execPath, [join(root, "tools/bundle.ts"), "apps/sensor"]);
  await makeExecutable(SENSOR, ARCH, file);
  return file;
}

/** Stands in for the executable where what is in it does not matter: a package is made and unpacked faster. */
export function standIn(folder: string): string {
  const file = join(folder, "stand-in");
  writeFileSync(file, "#!/bin/sh\necho newer\n", { mode: 0o755 });
  return file;
}

const spec = (form: "deb" | "rpm", executable: string, version: string) =>
  sensorPackage({ arch: ARCH, form, executable: () => executable, epoch: EPOCH, version });

export const deb = (executable: string, version: string, folder: string): string =>
  makeDeb(spec("deb", executable, version), folder, "quick");
export const rpm = (executable: string, version: string, folder: string): string =>
  makeRpm(spec("rpm", executable, version), folder, "quick");

/** What these tests need and this machine lacks, empty where they can run. */
export function missingFor(...programs: string[]): string {
  const missing = programs.filter((program) => spawnSync("which", [program]).status !== 0);
  return process.getuid?.() === 0 ? missing.join(", ") : "root";
}
