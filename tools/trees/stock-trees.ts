import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../stamp.mjs";
import { bionicTree } from "./bionic-tree.ts";
import { debootstrap } from "./debootstrap.ts";
import { muslTree } from "./musl-tree.ts";
import { pacmanTree } from "./pacman-tree.ts";
import { rpmTree } from "./rpm-tree.ts";

const CACHE = join(root, "node_modules/.cache/livetriage-trees");
const SUITE = "bookworm";

const SERVER =
  "init cron anacron at openssh-server sudo rsyslog logrotate unattended-upgrades apparmor auditd ifupdown isc-dhcp-client udev dbus polkitd systemd-timesyncd man-db vim-tiny needrestart exim4-daemon-light lvm2 mdadm initramfs-tools grub-common smartmontools libpam-systemd bash-completion zsh fish less screen tmux git python3 fail2ban";
const CLOUD =
  "init cron openssh-server sudo rsyslog logrotate unattended-upgrades cloud-init docker.io netplan.io network-manager udev dbus polkitd systemd-timesyncd initramfs-tools grub-pc-bin grub-common libpam-systemd";
const DESKTOP =
  "lightdm xfce4-session xfce4-settings gnome-session-bin gnome-settings-daemon cups avahi-daemon bluez pulseaudio pipewire wireplumber tracker-extract evolution-data-server openbox xinit xdg-user-dirs at-spi2-core packagekit gnome-keyring udisks2 modemmanager colord plymouth flatpak snapd kde-config-gtk-style plasma-workspace sddm";

/** How each untouched tree is made by the tools of its distribution. */
const MAKERS = {
  server: (tree: string) => install(tree, "minbase", SERVER),
  cloud: (tree: string) => install(tree, "minbase", CLOUD),
  desktop: (tree: string) => install(tree, "server", DESKTOP),
  rpm: (tree: string) => rpmTree(stockTree("server"), tree),
  pacman: (tree: string) => pacmanTree(stockTree("server"), tree),
  minbase: (tree: string) => debootstrap(SUITE, tree),
  bionic: bionicTree,
  musl: (tree: string) => muslTree(SUITE, tree),
} as const;

export type StockTree = keyof typeof MAKERS;

/** The folder of an untouched tree, made when it is not there yet; it is not to be changed. */
export function stockTree(name: StockTree): string {
  const tree = join(CACHE, name);
  const done = `${tree}.done`;
  if (existsSync(done)) return tree;
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  MAKERS[name](tree);
  writeFileSync(done, "");
  return tree;
}

/** A copy of another tree with more packages, no service of which is started. */
function install(tree: string, from: StockTree, packages: string): void {
  execFileSync("cp", ["-a", stockTree(from), tree]);
  const policy = join(tree, "usr/sbin/policy-rc.d");
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  const command = `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${packages}`;
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("nice", ["-n", "19", "chroot", tree, "sh", "-c", command], {
    stdio: ["ignore", "ignore", "ignore"],
    env,
  });
  rmSync(policy);
}
