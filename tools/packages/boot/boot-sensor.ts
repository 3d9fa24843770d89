/**
 * Installs the package on a Debian, boots that with systemd as process 1, has the sensor enroll, collect, be upgraded,
 * stopped, purged and installed anew there, and writes what came of it to `docs/booted-sensor.md`: `npm run boot`. With
 * `-- --machine emulated` it boots in qemu, ends after a collection, and writes `docs/booted-sensor-emulated.md`.
 *
 * Needs root, debootstrap and Debian's systemd-container, or its qemu-system-x86 and e2fsprogs.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeExecutable } from "../../executables/make-executable.ts";
import { PROGRAMS } from "../../executables/programs.ts";
import { root } from "../../stamp.mjs";
import { debootstrap } from "../../trees/debootstrap.ts";
import { makeDeb } from "../make-deb.ts";
import { sensorPackage } from "../package-specs.ts";
import { MACHINES, type Machine } from "./machines.ts";
import { reportOf } from "./report.ts";

const SUITE = "bookworm";
const PACKAGES = ["systemd-sysv", "dbus", "libstdc++6"];
const ARCH = process.arch as "x64" | "arm64";

/** Where everything is many times slower no limit on time means anything. */
const UNTIMELY = {
  "livetriage-sensor.service": "[Service]\nTimeoutStartSec=infinity\nCPUQuota=\n",
  "livetriage-collect@.service": "[Service]\nRuntimeMaxSec=infinity\nCPUQuota=\n",
};

/** A Debian with the package installed as `dpkg -i` does it, and the command and the Collector beside it. */
async function makeTree(work: string, { packages, isTimely }: Machine): Promise<string> {
  const tree = join(work, "tree");
  debootstrap(SUITE, tree, [...PACKAGES, ...packages]);
  for (const program of PROGRAMS) await makeExecutable(program, ARCH, join(tree, "opt", program.name));
  const executable = join(tree, "opt/livetriage-sensor");
  const made = makeDeb(
    sensorPackage({ arch: ARCH, form: "deb", executable: () => executable, epoch: 1 }),
    work,
    "quick",
  );
  rmSync(executable);
  copyFileSync(made, join(tree, "opt/sensor.deb"));
  execFileSync("chroot", [tree, "dpkg", "--no-triggers", "-i", "/opt/sensor.deb"], { stdio: ["ignore", 2, 2] });
  writeFileSync(
    join(tree, "etc/livetriage/conf.d/guest.yaml"),
    "burst: 9\nbudget: 10m\nbusy_above: { memory: 100, cpu: 100, io: 100 }\n",
  );
  copyFileSync(join(import.meta.dirname, "guest.sh"), join(tree, "opt/guest.sh"));
  chmodSync(join(tree, "opt/guest.sh"), 0o755);
  copyFileSync(join(import.meta.dirname, "guest.service"), join(tree, "etc/systemd/system/guest.service"));
  execFileSync("systemctl", ["--root", tree, "enable", "guest.service"], { stdio: ["ignore", "ignore", 2] });
  if (!isTimely) liftLimits(tree);
  return tree;
}

function liftLimits(tree: string): void {
  writeFileSync(join(tree, "opt/untimely"), "");
  for (const [unit, text] of Object.entries(UNTIMELY)) {
    const folder = join(tree, "etc/systemd/system", `${unit}.d`);
    mkdirSync(folder);
    writeFileSync(join(folder, "untimely.conf"), text);
  }
}

const { values } = parseArgs({ options: { machine: { type: "string", default: "container" } } });
const machine = new Map<string, Machine>(Object.entries(MACHINES)).get(values.machine);
if (machine === undefined) throw new Error(`--machine takes ${Object.keys(MACHINES).join(" or ")}`);
const work = mkdtempSync(join(tmpdir(), "livetriage-boot-"));
try {
  execFileSync(process.execPath, [join(root, "tools/bundle.ts")], { stdio: "inherit" });
  const tree = await makeTree(work, machine);
  machine.boot(tree, work);
  const { text, failed } = reportOf(join(tree, "root/out"), machine);
  writeFileSync(join(root, machine.page), text);
  console.log(text);
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(work, { recursive: true, force: true });
}
