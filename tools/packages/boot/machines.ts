import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fetchKernel } from "../../kernels/fetch-kernel.ts";

/** What boots a tree with systemd as process 1, until it powers off. */
export interface Machine {
  /** As the page names it. */
  readonly title: string;
  readonly command: string;
  /** The page, below the root of the repository. */
  readonly page: string;
  /** What the tree needs beside the packages of every guest. */
  readonly packages: readonly string[];
  /** It has a processor to itself that is no slower than ours: limits on time mean something. */
  readonly isTimely: boolean;
  /** What the guest leaves in its /root/out is there when this returns. */
  boot(tree: string, work: string): void;
}

const SUITE = "bookworm";

/** Its own network, our kernel. */
const CONTAINER: Machine = {
  title: "a booted container (systemd-nspawn)",
  command: "npm run boot",
  page: "docs/booted-sensor.md",
  packages: [],
  isTimely: true,
  boot: (tree) => {
    const how = ["--boot", "--directory", tree, "--register=no", "--keep-unit", "--private-network", "--console=pipe"];
    execFileSync("timeout", ["600", "systemd-nspawn", ...how], { stdio: ["ignore", 2, 2] });
  },
};

/** A computer made of software, which needs no /dev/kvm: Debian's kernel, which mounts a disk with the tree by itself. */
const EMULATED: Machine = {
  title: "an emulated computer (qemu without KVM)",
  command: "npm run boot -- --machine emulated",
  page: "docs/booted-sensor-emulated.md",
  packages: ["udev"],
  isTimely: false,
  boot: (tree, work) => {
    const disk = join(work, "disk.img");
    execFileSync("mke2fs", ["-q", "-t", "ext4", "-d", tree, disk, "2G"], { stdio: ["ignore", 2, 2] });
    const machine = "qemu-system-x86_64 -accel tcg -cpu max -m 2048 -smp 2 -net none -display none -no-reboot";
    const drive = `file=${disk},if=none,id=disk,format=raw,cache=unsafe`;
    const parts = ["-drive", drive, "-device", "nvme,drive=disk,serial=disk", "-serial", "stdio"];
    const words = "console=ttyS0 root=/dev/nvme0n1 rw panic=-1 systemd.show_status=0";
    const kernel = ["-kernel", fetchKernel(SUITE, work), "-append", words];
    execFileSync("timeout", ["3600", ...machine.split(" "), ...parts, ...kernel], { stdio: ["ignore", 2, 2] });
    execFileSync("debugfs", ["-R", `rdump /root/out ${join(tree, "root")}`, disk], { stdio: ["ignore", 2, 2] });
  },
};

export const MACHINES = { container: CONTAINER, emulated: EMULATED } as const;
