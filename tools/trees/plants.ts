import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Something planted in a tree. */
interface Plant {
  readonly path: string;
  readonly content: string;
  /** It is put behind what the file has already. */
  readonly append?: true;
}

const PAYLOAD = "/opt/planted";
const SCRIPT = `#!/bin/sh\n${PAYLOAD} &\n`;
const UNIT = `[Service]\nExecStart=${PAYLOAD}\n[Install]\nWantedBy=multi-user.target\n`;
const LAUNCHER = `[Desktop Entry]\nType=Application\nName=x\nExec=${PAYLOAD}\n`;

const programs = (...paths: readonly string[]): Plant[] => paths.map((path) => ({ path, content: SCRIPT }));
const texts = (content: string, ...paths: readonly string[]): Plant[] => paths.map((path) => ({ path, content }));
const lines = (content: string, ...paths: readonly string[]): Plant[] =>
  paths.map((path) => ({ path, content, append: true }));

/** Fifty entries over all families; every one of them must still be there when a package has been cut to its caps. */
export const PLANTS: readonly Plant[] = [
  ...lines(`\n*/5 * * * * root ${PAYLOAD}\n`, "/etc/crontab"),
  ...texts(`@reboot root ${PAYLOAD}\n`, "/etc/cron.d/planted", "/etc/cron.d/planted.dot"),
  ...texts(
    `@hourly ${PAYLOAD}\n`,
    "/var/spool/cron/crontabs/alice",
    "/var/spool/cron/alice",
    "/var/spool/cron/tabs/alice",
  ),
  ...texts(
    `#!/bin/sh\n# atrun uid=1000 gid=1000\n# mail alice 0\n${PAYLOAD}\n`,
    "/var/spool/cron/atjobs/a0000101c2a1b0",
    "/var/spool/at/a0000101c2a1b0",
  ),
  ...texts(
    UNIT,
    "/etc/systemd/system/planted.service",
    "/usr/lib/systemd/system/planted-vendor.service",
    "/run/systemd/system/planted-run.service",
    "/home/alice/.config/systemd/user/planted.service",
    "/etc/systemd/user/planted.service",
  ),
  ...texts("[Timer]\nOnCalendar=hourly\n", "/etc/systemd/system/planted.timer"),
  ...texts(
    `[Service]\nExecStartPost=${PAYLOAD}\n`,
    "/etc/systemd/system/cron.service.d/planted.conf",
    "/etc/systemd/system/service.d/planted.conf",
  ),
  ...texts(LAUNCHER, "/etc/xdg/autostart/planted.desktop", "/home/alice/.config/autostart/zz-planted.desktop"),
  ...texts(
    `${PAYLOAD} &\n`,
    "/etc/profile.d/planted.sh",
    "/home/alice/.bashrc",
    "/root/.zshrc",
    "/home/alice/.config/fish/config.fish",
    "/etc/zshenv",
  ),
  ...lines(`\n${PAYLOAD} &\n`, "/etc/bash.bashrc"),
  ...lines(`\nauth optional pam_exec.so quiet ${PAYLOAD}\n`, "/etc/pam.d/common-auth", "/etc/pam.d/sshd"),
  ...texts(
    'command="/opt/planted" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKKK x\n',
    "/home/alice/.ssh/authorized_keys",
    "/root/.ssh/authorized_keys",
  ),
  ...texts(`AuthorizedKeysCommand ${PAYLOAD}\n`, "/etc/ssh/sshd_config.d/planted.conf"),
  ...texts(`alice ALL=(ALL) NOPASSWD: ${PAYLOAD}\n`, "/etc/sudoers.d/planted"),
  ...texts(`${PAYLOAD}.so\n`, "/etc/ld.so.preload"),
  ...texts(`install usb-storage ${PAYLOAD}\n`, "/etc/modprobe.d/planted.conf"),
  ...texts(`ACTION=="add", RUN+="${PAYLOAD}"\n`, "/etc/udev/rules.d/99-planted.rules"),
  ...texts(`kernel.core_pattern=|${PAYLOAD}\n`, "/etc/sysctl.d/99-planted.conf"),
  ...texts(`DPkg::Post-Invoke { "${PAYLOAD}"; };\n`, "/etc/apt/apt.conf.d/99planted"),
  ...texts(`[Action]\nWhen = PostTransaction\nExec = ${PAYLOAD}\n`, "/etc/pacman.d/hooks/planted.hook"),
  ...texts(`*:in:${PAYLOAD}\n`, "/etc/dnf/plugins/post-transaction-actions.d/planted.action"),
  ...texts(`import os; os.system("${PAYLOAD}")\n`, "/usr/lib/python3/dist-packages/planted.pth"),
  ...texts(`/var/log/x {\npostrotate\n${PAYLOAD}\nendscript\n}\n`, "/etc/logrotate.d/planted"),
  ...texts(`action(type="omprog" binary="${PAYLOAD}")\n`, "/etc/rsyslog.d/planted.conf"),
  ...texts(
    `[D-BUS Service]\nName=org.planted\nExec=${PAYLOAD}\n`,
    "/usr/share/dbus-1/system-services/org.planted.service",
  ),
  ...programs(
    "/etc/cron.daily/planted",
    "/etc/init.d/planted",
    "/etc/rc.local",
    "/etc/systemd/system-generators/planted",
    "/etc/update-motd.d/99-planted",
    "/etc/NetworkManager/dispatcher.d/99-planted",
    "/etc/network/if-up.d/planted",
    "/usr/lib/systemd/system-sleep/planted",
    "/etc/kernel/postinst.d/planted",
  ),
];

/** Put all plants into `upper`, the upper directory of an overlay on `lower`. */
export function plantAll(lower: string, upper: string): void {
  for (const { path, content, append } of PLANTS) {
    const [from, to] = [join(lower, path), join(upper, path)];
    const before = append === true && existsSync(from) ? readFileSync(from, "utf8") : "";
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, before + content);
    if (content.startsWith("#!")) chmodSync(to, 0o755);
  }
  const wants = join(upper, "etc/systemd/system/multi-user.target.wants");
  mkdirSync(wants, { recursive: true });
  symlinkSync("../planted.service", join(wants, "planted.service"));
}

/** So many launchers in one user's autostart directory. */
export function floodAutostart(upper: string, count: number): void {
  const directory = join(upper, "home/alice/.config/autostart");
  mkdirSync(directory, { recursive: true });
  for (let n = 0; n < count; n++)
    writeFileSync(join(directory, `flood-${n}.desktop`), LAUNCHER.replace(PAYLOAD, "/opt/flood"));
}
