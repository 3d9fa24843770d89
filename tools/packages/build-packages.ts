/**
 * Builds the Debian and RPM packages of the sensor and of the command into `dist/`: `npm run packages [-- --arch x64|arm64]`.
 *
 * Needs dpkg-deb and rpmbuild (Debian's packages dpkg and rpm), and no root.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ARCHES, type Arch } from "../executables/base-node.ts";
import { makeExecutable } from "../executables/make-executable.ts";
import { PROGRAMS } from "../executables/programs.ts";
import { root } from "../stamp.mjs";
import { commandPrograms } from "./command-programs.ts";
import { makeDeb } from "./make-deb.ts";
import { makeRpm } from "./make-rpm.ts";
import { commandPackage, type PackageOptions, sensorPackage } from "./package-specs.ts";

const { values } = parseArgs({ options: { arch: { type: "string", multiple: true, default: [...ARCHES] } } });
const dist = join(root, "dist");
mkdirSync(dist, { recursive: true });
execFileSync(process.execPath, [join(root, "tools/bundle.ts")], { stdio: "inherit" });
const epoch = Number(execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" }));
const programs = await commandPrograms();
const ofCommand = (options: PackageOptions) => commandPackage(programs, options);
for (const arch of values.arch as Arch[]) {
  const executable = (name: string): string => join(dist, `${name}-linux-${arch}`);
  for (const program of PROGRAMS) await makeExecutable(program, arch, executable(program.name));
  for (const packageOf of [sensorPackage, ofCommand]) {
    console.log(makeDeb(packageOf({ arch, form: "deb", executable, epoch }), dist, "thorough"));
    console.log(makeRpm(packageOf({ arch, form: "rpm", executable, epoch }), dist, "thorough"));
  }
}
