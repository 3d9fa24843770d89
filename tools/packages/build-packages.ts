/**
 * Builds the Debian and RPM packages of the sensor into `dist/`: `npm run packages [-- --arch x64|arm64]`.
 *
 * Needs dpkg-deb and rpmbuild (Debian's packages dpkg and rpm), and no root.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ARCHES, type Arch } from "../executables/base-node.ts";
import { makeExecutable } from "../executables/make-executable.ts";
import { PROGRAMS, type Program } from "../executables/programs.ts";
import { root } from "../stamp.mjs";
import { makeDeb } from "./make-deb.ts";
import { makeRpm } from "./make-rpm.ts";
import { sensorPackage } from "./sensor-package.ts";

const { values } = parseArgs({ options: { arch: { type: "string", multiple: true, default: [...ARCHES] } } });
const dist = join(root, "dist");
mkdirSync(dist, { recursive: true });
execFileSync(process.execPath, [join(root, "tools/bundle.ts"), "apps/sensor"], { stdio: "inherit" });
const program = PROGRAMS.find(({ name }) => name === "livetriage-sensor") as Program;
const epoch = Number(execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" }));
for (const arch of values.arch as Arch[]) {
  const executable = join(dist, `livetriage-sensor-linux-${arch}`);
  await makeExecutable(program, arch, executable);
  const made = [
    makeDeb(sensorPackage({ arch, form: "deb", executable, epoch }), dist, "thorough"),
    makeRpm(sensorPackage({ arch, form: "rpm", executable, epoch }), dist, "thorough"),
  ];
  console.log(made.join("\n"));
}
