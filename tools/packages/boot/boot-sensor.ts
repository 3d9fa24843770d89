/**
 * Installs the package on a Debian, boots that with systemd as process 1 in qemu, has the sensor enroll, collect, be upgraded
 * and stopped there, and writes what came of it to `docs/booted-sensor.md`: `npm run boot`.
 *
 * Needs root, debootstrap, cpio and Debian's qemu-system-x86.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeExecutable } from "../../executables/make-executable.ts";
import { PROGRAMS } from "../../executables/programs.ts";
import { fetchKernel } from "../../kernels/fetch-kernel.ts";
import { root } from "../../stamp.mjs";
import { debootstrap } from "../../trees/debootstrap.ts";
import { makeDeb } from "../make-deb.ts";
import { sensorPackage } from "../package-specs.ts";
import { reportOf } from "./report.ts";

const SUITE = "bookworm";
const GUEST_SECONDS = 900;
const PACKAGES = ["systemd-sysv", "dbus", "libstdc++6", "time"];
const BALLAST = [
  "usr/share/doc",
  "usr/share/man",
  "usr/share/locale",
  "var/cache/apt",
  "var/lib/apt",
  "usr/share/perl",
];

/** A Debian with the package installed as `dpkg -i` does it, and the command and the Collector beside it. */
async function makeImage(work: string): Promise<string> {
  const tree = join(work, "tree");
  debootstrap(SUITE, tree, PACKAGES);
  for (const path of BALLAST) rmSync(join(tree, path), { recursive: true, force: true });
  for (const program of PROGRAMS) await makeExecutable(program, "x64", join(tree, "opt", program.name));
  const executable = join(tree, "opt/livetriage-sensor");
  const made = makeDeb(
    sensorPackage({ arch: "x64", form: "deb", executable: () => executable, epoch: 1 }),
    work,
    "quick",
  );
  rmSync(executable);
  copyFileSync(made, join(tree, "opt/sensor.deb"));
  execFileSync("chroot", [tree, "dpkg", "--no-triggers", "-i", "/opt/sensor.deb"], { stdio: ["ignore", 2, 2] });
  copyFileSync(join(import.meta.dirname, "guest.sh"), join(tree, "opt/guest.sh"));
  chmodSync(join(tree, "opt/guest.sh"), 0o755);
  copyFileSync(join(import.meta.dirname, "guest.service"), join(tree, "etc/systemd/system/guest.service"));
  execFileSync("systemctl", ["--root", tree, "enable", "guest.service"], { stdio: ["ignore", "ignore", 2] });
  const image = join(work, "image");
  const pack = `ln -sf sbin/init init; find . -xdev | cpio -o -H newc --quiet > "$1"`;
  execFileSync("sh", ["-c", pack, "sh", image], { cwd: tree });
  return image;
}

/** Boot it, and unpack what comes over the second serial line into `work`/out. */
function boot(kernel: string, image: string, work: string): void {
  const archive = join(work, "out.tar.gz");
  const machine = `${GUEST_SECONDS} qemu-system-x86_64 -accel kvm -accel tcg -cpu max,-arch-capabilities -m 4096 -smp 2 -net none -display none -no-reboot`;
  const command = [
    "-kernel",
    kernel,
    "-initrd",
    image,
    "-append",
    "console=ttyS0 quiet panic=-1 systemd.show_status=0 systemd.mask=serial-getty@ttyS0.service",
  ];
  const lines = ["-serial", "stdio", "-serial", `file:${archive}`];
  execFileSync("timeout", [...machine.split(" "), ...command, ...lines], { stdio: ["ignore", "inherit", "inherit"] });
  execFileSync("tar", ["-xzf", archive, "-C", work, "--no-same-permissions"]);
}

const work = mkdtempSync(join(tmpdir(), "livetriage-boot-"));
try {
  execFileSync(process.execPath, [join(root, "tools/bundle.ts")], { stdio: "inherit" });
  boot(fetchKernel(SUITE, work), await makeImage(work), work);
  const { text, failed } = reportOf(join(work, "out"));
  writeFileSync(join(root, "docs/booted-sensor.md"), text);
  console.log(text);
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(work, { recursive: true, force: true });
}
