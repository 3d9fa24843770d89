/** Boots a Debian with systemd in qemu and keeps what systemctl says of every unit beside a recording of it: `npm run systemd`. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchKernel } from "../kernels/fetch-kernel.ts";
import { debootstrap } from "../trees/debootstrap.ts";

const ROOT = join(import.meta.dirname, "../..");
const BUNDLE = join(ROOT, "apps/cli/dist");
const GUEST = join(import.meta.dirname, "guest");
const SUITE = "bookworm";
const GUEST_SECONDS = 600;
const PACKAGES = [
  "systemd-sysv",
  "dbus",
  "libpam-systemd",
  "cron",
  "openssh-server",
  "rsyslog",
  "logrotate",
  "libstdc++6",
];

/** Parts of a tree that nothing starts from, and that would only make the memory root larger. */
const BALLAST = [
  "usr/share/doc",
  "usr/share/man",
  "usr/share/locale",
  "var/cache/apt",
  "var/lib/apt",
  "usr/share/perl",
  "usr/lib/x86_64-linux-gnu/perl",
];

/** A Debian with the planted units, the command, and a service that hands the results over; packed as a memory root. */
function makeImage(work: string): string {
  const tree = join(work, "tree");
  debootstrap(SUITE, tree, PACKAGES);
  for (const path of BALLAST) rmSync(join(tree, path), { recursive: true, force: true });
  mkdirSync(join(tree, "opt"), { recursive: true });
  copyFileSync(process.execPath, join(tree, "opt/node"));
  for (const file of ["livetriage.cjs", "program.cjs", "reader.cjs"])
    copyFileSync(join(BUNDLE, file), join(tree, "opt", file));
  copyFileSync(join(GUEST, "run.sh"), join(tree, "opt/run.sh"));
  chmodSync(join(tree, "opt/run.sh"), 0o755);
  const unit = "livetriage-guest.service";
  copyFileSync(join(GUEST, unit), join(tree, "etc/systemd/system", unit));
  execFileSync("systemctl", ["--root", tree, "enable", unit], { stdio: ["ignore", "ignore", 2] });
  execFileSync("sh", [join(GUEST, "plants.sh"), tree], { stdio: ["ignore", 2, 2] });
  const image = join(work, "image.gz");
  execFileSync(
    "sh",
    ["-c", `ln -sf sbin/init init; find . -xdev | cpio -o -H newc --quiet | gzip -1 > "$1"`, "sh", image],
    { cwd: tree },
  );
  return image;
}

/** Boot it, and unpack what comes over the second serial line into `work`/systemd. */
function boot(kernel: string, image: string, work: string): void {
  const archive = join(work, "out.tar.gz");
  const machine = `${GUEST_SECONDS} qemu-system-x86_64 -accel tcg -cpu max -m 3072 -smp 2 -net none -display none -no-reboot`;
  const boot = ["-kernel", kernel, "-initrd", image, "-append", "console=ttyS0 quiet panic=-1 systemd.show_status=0"];
  const lines = ["-serial", "stdio", "-serial", `file:${archive}`];
  execFileSync("timeout", [...machine.split(" "), ...boot, ...lines], { stdio: ["ignore", "inherit", "inherit"] });
  execFileSync("tar", ["-xzf", archive, "-C", work, "--no-same-permissions"]);
}

const out = process.argv[2] ?? join(ROOT, "fixtures/systemd");
if (!existsSync(join(BUNDLE, "livetriage.cjs"))) throw new Error("no bundle: run npm start once");
const work = mkdtempSync(join(tmpdir(), "livetriage-systemd-"));
try {
  boot(fetchKernel(SUITE, work), makeImage(work), work);
  const version = /^systemd (\d+)/.exec(readFileSync(join(work, "systemd/version.txt"), "utf8"))?.[1] ?? "unknown";
  const target = join(out, `debian-12-systemd-${version}`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of ["system.txt", "alice.txt"]) copyFileSync(join(work, "systemd", name), join(target, name));
  copyFileSync(join(work, "systemd/recording/recording.jsonl"), join(target, "recording.jsonl"));
  const meta = {
    what: `Every unit of a booted Debian 12 with systemd ${version}: what systemctl show says of it, for the system and for a lingering user, and a recording of the phase on the same guest`,
    made: "npm run systemd: debootstrap, units of every form (tools/systemd/guest/plants.sh), qemu",
    ...(JSON.parse(readFileSync(join(work, "systemd/recording/meta.json"), "utf8")) as object),
  };
  writeFileSync(join(target, "meta.json"), `${JSON.stringify(meta, null, 2)}\n`);
  console.log(target);
} finally {
  rmSync(work, { recursive: true, force: true });
}
