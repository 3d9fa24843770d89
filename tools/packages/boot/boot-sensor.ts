/**
 * Installs the package on a Debian, boots that with systemd as process 1, has the sensor enroll, collect, be upgraded,
 * stopped, purged and installed anew there, and writes what came of it to `docs/booted-sensor.md`: `npm run boot`.
 *
 * Needs root, debootstrap and Debian's systemd-container.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeExecutable } from "../../executables/make-executable.ts";
import { PROGRAMS } from "../../executables/programs.ts";
import { root } from "../../stamp.mjs";
import { debootstrap } from "../../trees/debootstrap.ts";
import { makeDeb } from "../make-deb.ts";
import { sensorPackage } from "../package-specs.ts";
import { reportOf } from "./report.ts";

const SUITE = "bookworm";
const PACKAGES = ["systemd-sysv", "dbus", "libstdc++6"];
const BOOTED_SECONDS = "600";
const ARCH = process.arch as "x64" | "arm64";

/** A Debian with the package installed as `dpkg -i` does it, and the command and the Collector beside it. */
async function makeTree(work: string): Promise<string> {
  const tree = join(work, "tree");
  debootstrap(SUITE, tree, PACKAGES);
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
    "burst: 9\nbusy_above: { memory: 100, cpu: 100, io: 100 }\n",
  );
  copyFileSync(join(import.meta.dirname, "guest.sh"), join(tree, "opt/guest.sh"));
  chmodSync(join(tree, "opt/guest.sh"), 0o755);
  copyFileSync(join(import.meta.dirname, "guest.service"), join(tree, "etc/systemd/system/guest.service"));
  execFileSync("systemctl", ["--root", tree, "enable", "guest.service"], { stdio: ["ignore", "ignore", 2] });
  return tree;
}

/** Boot it with a network of its own, until it powers off. */
function boot(tree: string): void {
  const how = ["--boot", "--directory", tree, "--register=no", "--keep-unit", "--private-network", "--console=pipe"];
  execFileSync("timeout", [BOOTED_SECONDS, "systemd-nspawn", ...how], { stdio: ["ignore", 2, 2] });
}

const work = mkdtempSync(join(tmpdir(), "livetriage-boot-"));
try {
  execFileSync(process.execPath, [join(root, "tools/bundle.ts")], { stdio: "inherit" });
  const tree = await makeTree(work);
  boot(tree);
  const { text, failed } = reportOf(join(tree, "root/out"));
  writeFileSync(join(root, "docs/booted-sensor.md"), text);
  console.log(text);
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(work, { recursive: true, force: true });
}
