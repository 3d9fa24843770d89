import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A package of a Debian tree, to be packed anew by another package manager. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  /** Its files and links as they are in the tree, without a leading slash. */
  readonly files: readonly string[];
  /** Those of them that are configuration. */
  readonly config: readonly string[];
}

/** What persistence is made of: init, schedulers, logins, and what these start. */
const WANTED =
  /^(base-files|base-passwd|bash|bash-completion|cron|anacron|at|dash|dbus|dbus-daemon|dbus-system-bus-common|dbus-bin|coreutils|findutils|grep|sed|login|passwd|libpam\S*|logrotate|openssh-(server|client|sftp-server)|rsyslog|sudo|systemd|systemd-sysv|systemd-timesyncd|udev|kmod|polkitd|needrestart|unattended-upgrades|man-db|mdadm|lvm2|smartmontools|zsh-common|fish-common|ifupdown|isc-dhcp-client|initramfs-tools\S*|util-linux|e2fsprogs|procps|screen|tmux|exim4\S*|auditd|apparmor|fail2ban|python3\.11-minimal|python3-minimal|perl-base|debianutils|sysvinit-utils|init-system-helpers|libc6|libc-bin)$/;

/** The packages of a Debian tree that something starts from. */
export function packagedFiles(tree: string): DebianPackage[] {
  const query = "${Package}\t${Version}\t${Architecture}\n${Conffiles}\n\x1e";
  const text = execFileSync("dpkg-query", [`--admindir=${join(tree, "var/lib/dpkg")}`, "-W", `-f=${query}`], {
    encoding: "utf8",
  });
  return text.split("\x1e").flatMap((block) => {
    const [head = "", ...conffiles] = block.trim().split("\n");
    const [name = "", version = "", architecture = ""] = head.split("\t");
    if (!WANTED.test(name)) return [];
    const files = listOf(tree, name, architecture).filter((path) => isPackable(join(tree, path)));
    const config = conffiles
      .map((line) => line.trim().split(" ")[0]?.slice(1) ?? "")
      .filter((path) => files.includes(path));
    return [{ name, version: version.replace(/^\d+:/, "").replace(/[^A-Za-z0-9.+~]/g, "."), files, config }];
  });
}

function listOf(tree: string, name: string, architecture: string): string[] {
  const info = join(tree, "var/lib/dpkg/info");
  const list = [`${name}.list`, `${name}:${architecture}.list`].map((file) => join(info, file)).find(existsSync);
  const paths = list === undefined ? [] : readFileSync(list, "utf8").split("\n");
  return paths
    .filter((path) => path !== "" && path !== "/." && !/^\/usr\/share\/(doc|man|locale|lintian)\//.test(path))
    .map(merged);
}

/** Where a merged /usr really has a path. */
function merged(path: string): string {
  return path.slice(1).replace(/^(bin|sbin|lib|lib32|lib64|libx32)\//, "usr/$1/");
}

function isPackable(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat !== undefined && !stat.isDirectory();
}

/** Copy the files of a package out of its tree. */
export function copyFiles(tree: string, { files }: DebianPackage, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const directory of new Set(files.map((file) => dirname(file))))
    mkdirSync(join(to, directory), { recursive: true });
  execFileSync("sh", ["-c", 'tar -C "$0" --no-recursion -c -T - | tar -C "$1" -x', tree, to], {
    input: `${files.join("\n")}\n`,
  });
}

/** What a fresh root has besides its packages: accounts, the links of a merged /usr, the units that presets enable. */
export function furnish(tree: string): void {
  for (const [name, text] of [
    [
      "etc/passwd",
      "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nalice:x:1000:1000::/home/alice:/bin/bash\n",
    ],
    ["etc/group", "root:x:0:\ndaemon:x:1:\nalice:x:1000:\n"],
    ["etc/shadow", "root:*:19000:0:99999:7:::\nalice:!:19000:0:99999:7:::\n"],
  ] as const)
    execFileSync("sh", ["-c", 'mkdir -p "$(dirname "$0")" && cat > "$0"', join(tree, name)], { input: text });
  execFileSync("systemctl", ["--root", tree, "preset-all"], { stdio: "ignore" });
}

/** A root with the links of a merged /usr and nothing else. */
export function emptyRoot(tree: string): void {
  execFileSync("sh", [
    "-c",
    'mkdir -p "$0/usr/bin" "$0/usr/sbin" "$0/usr/lib" "$0/usr/lib64" "$0/var/lib" "$0/home/alice" && cd "$0" && ln -s usr/bin bin && ln -s usr/sbin sbin && ln -s usr/lib lib && ln -s usr/lib64 lib64',
    tree,
  ]);
}
