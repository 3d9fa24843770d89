/** What one item of a packaged file must be. */
export type PackagedEntry = readonly [
  mechanism: string,
  command: string | null,
  argv: readonly string[] | null,
  trigger: string,
  runsAs: string,
  state: string,
];

const job = (mechanism: string, command: string): PackagedEntry => [
  mechanism,
  command,
  null,
  "timer",
  "root",
  "enabled",
];
const program = (mechanism: string, path: string, trigger: string): PackagedEntry => [
  mechanism,
  path,
  [path],
  trigger,
  "root",
  "enabled",
];
const autostart = (argv: readonly string[], state = "enabled"): PackagedEntry => [
  "xdg_autostart",
  argv.join(" "),
  argv,
  "graphical_login",
  "*",
  state,
];

/** Files of Debian packages below fixtures/files/debian-12, each with all its items. Programs are installed executable. */
export const PACKAGED_FILES: Readonly<Record<string, readonly PackagedEntry[]>> = {
  "/etc/crontab": [
    job("crontab", "cd / && run-parts --report /etc/cron.hourly"),
    job("crontab", "test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }"),
    job("crontab", "test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.weekly; }"),
    job("crontab", "test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.monthly; }"),
  ],
  "/etc/cron.d/e2scrub_all": [
    job("cron_d", "test -e /run/systemd/system || SERVICE_MODE=1 /usr/lib/x86_64-linux-gnu/e2fsprogs/e2scrub_all_cron"),
    job("cron_d", "test -e /run/systemd/system || SERVICE_MODE=1 /sbin/e2scrub_all -A -r"),
  ],
  "/etc/cron.d/mdadm": [
    job(
      "cron_d",
      "if [ -x /usr/share/mdadm/checkarray ] && [ $(date +\\%d) -le 7 ]; then /usr/share/mdadm/checkarray --cron --all --idle --quiet; fi",
    ),
  ],
  "/etc/cron.d/anacron": [
    job(
      "cron_d",
      "[ -x /etc/init.d/anacron ] && if [ ! -d /run/systemd/system ]; then /usr/sbin/invoke-rc.d anacron start >/dev/null; fi",
    ),
  ],
  "/etc/anacrontab": [
    job("anacron", "run-parts --report /etc/cron.daily"),
    job("anacron", "run-parts --report /etc/cron.weekly"),
    job("anacron", "run-parts --report /etc/cron.monthly"),
  ],
  "/etc/cron.daily/dpkg": [program("cron_directory", "/etc/cron.daily/dpkg", "timer")],
  "/etc/cron.daily/0anacron": [program("cron_directory", "/etc/cron.daily/0anacron", "timer")],
  "/etc/cron.daily/logrotate": [program("cron_directory", "/etc/cron.daily/logrotate", "timer")],
  "/etc/cron.daily/mdadm": [program("cron_directory", "/etc/cron.daily/mdadm", "timer")],
  "/etc/init.d/cron": [program("init_script", "/etc/init.d/cron", "boot")],
  "/lib/systemd/system/cron.service": [
    [
      "systemd_unit",
      "/usr/sbin/cron -f $EXTRA_OPTS",
      ["/usr/sbin/cron", "-f", "$EXTRA_OPTS"],
      "dependency",
      "root",
      "disabled",
    ],
  ],
  "/lib/systemd/system/ssh.service": [
    ["systemd_unit", "/usr/sbin/sshd -t", ["/usr/sbin/sshd", "-t"], "dependency", "root", "disabled"],
    [
      "systemd_unit",
      "/usr/sbin/sshd -D $SSHD_OPTS",
      ["/usr/sbin/sshd", "-D", "$SSHD_OPTS"],
      "dependency",
      "root",
      "disabled",
    ],
    ["systemd_unit", "/usr/sbin/sshd -t", ["/usr/sbin/sshd", "-t"], "dependency", "root", "disabled"],
    ["systemd_unit", "/bin/kill -HUP $MAINPID", ["/bin/kill", "-HUP", "$MAINPID"], "dependency", "root", "disabled"],
  ],
  "/lib/systemd/system/ssh.socket": [["systemd_activation", null, null, "connection", "root", "disabled"]],
  "/lib/systemd/system/docker.service": [
    [
      "systemd_unit",
      "/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock $DOCKER_OPTS",
      ["/usr/sbin/dockerd", "-H", "fd://", "--containerd=/run/containerd/containerd.sock", "$DOCKER_OPTS"],
      "dependency",
      "root",
      "disabled",
    ],
    [
      "systemd_unit",
      "/bin/kill -s HUP $MAINPID",
      ["/bin/kill", "-s", "HUP", "$MAINPID"],
      "dependency",
      "root",
      "disabled",
    ],
  ],
  "/lib/systemd/system/fstrim.timer": [["systemd_timer", null, null, "timer", "root", "disabled"]],
  "/lib/systemd/system/logrotate.timer": [["systemd_timer", null, null, "timer", "root", "disabled"]],
  "/lib/systemd/system/getty@.service": [
    [
      "systemd_unit",
      "-/sbin/agetty -o '-p -- \\\\u' --noclear - $TERM",
      ["/sbin/agetty", "-o", "-p -- \\u", "--noclear", "-", "$TERM"],
      "dependency",
      "root",
      "disabled",
    ],
  ],
  "/lib/systemd/system/rc-local.service.d/debian.conf": [
    ["systemd_drop_in", null, null, "dependency", "root", "dangling"],
  ],
  "/etc/apt/apt.conf.d/70debconf": [
    ["apt_hook", "/usr/sbin/dpkg-preconfigure --apt || true", null, "package_operation", "root", "enabled"],
  ],
  "/etc/apt/apt.conf.d/99needrestart": [
    [
      "apt_hook",
      "test -x /usr/lib/needrestart/apt-pinvoke && /usr/lib/needrestart/apt-pinvoke || true",
      null,
      "package_operation",
      "root",
      "enabled",
    ],
  ],
  "/etc/logrotate.d/rsyslog": [job("logrotate", "/usr/lib/rsyslog/rsyslog-rotate")],
  "/etc/logrotate.d/apt": [],
  "/usr/share/dbus-1/system-services/org.freedesktop.login1.service": [
    ["dbus_system", "/bin/false", ["/bin/false"], "bus_name", "root", "enabled"],
  ],
  "/etc/modprobe.d/mdadm.conf": [],
  "/etc/kernel/postinst.d/unattended-upgrades": [
    program("kernel_hook", "/etc/kernel/postinst.d/unattended-upgrades", "package_operation"),
  ],
  "/etc/update-motd.d/10-uname": [program("motd", "/etc/update-motd.d/10-uname", "login")],
  "/etc/update-motd.d/92-unattended-upgrades": [program("motd", "/etc/update-motd.d/92-unattended-upgrades", "login")],
  "/etc/grub.d/40_custom": [program("grub", "/etc/grub.d/40_custom", "boot")],
  "/etc/mdadm/mdadm.conf": [],
  "/etc/smartd.conf": [
    [
      "device_event",
      "/usr/share/smartmontools/smartd-runner",
      ["/usr/share/smartmontools/smartd-runner"],
      "event",
      "root",
      "enabled",
    ],
  ],
  "/etc/security/namespace.init": [program("namespace_init", "/etc/security/namespace.init", "login")],
  "/etc/sudoers": [
    ["sudoers", "ALL", null, "sudo", "root", "enabled"],
    ["sudoers", "ALL", null, "sudo", "%sudo", "enabled"],
    ["sudoers", "Defaults\tenv_reset", null, "sudo", "*", "enabled"],
    ["sudoers", "Defaults\tmail_badpass", null, "sudo", "*", "enabled"],
    [
      "sudoers",
      'Defaults\tsecure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"',
      null,
      "sudo",
      "*",
      "enabled",
    ],
    ["sudoers", "Defaults\tuse_pty", null, "sudo", "*", "enabled"],
    ["sudoers", "@includedir /etc/sudoers.d", null, "sudo", "*", "enabled"],
  ],
  "/etc/ssh/sshd_config": [
    ["sshd_config", "/usr/lib/openssh/sftp-server", null, "ssh_login", "*", "enabled"],
    ["sshd_config", "/etc/ssh/sshd_config.d/*.conf", null, "ssh_login", "*", "enabled"],
    ["sshd_config", "LANG LC_*", null, "ssh_login", "*", "enabled"],
  ],
  "/etc/pam.d/sshd": [],
  "/etc/fish/config.fish": [],
  "/usr/lib/tmpfiles.d/x11.conf": [],
  "/lib/udev/rules.d/64-btrfs.rules": [
    [
      "udev",
      "/bin/udevadm trigger -s block -p ID_BTRFS_READY=0",
      ["/bin/udevadm", "trigger", "-s", "block", "-p", "ID_BTRFS_READY=0"],
      "device_event",
      "root",
      "enabled",
    ],
  ],
  "/etc/xdg/autostart/at-spi-dbus-bus.desktop": [
    autostart(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"]),
  ],
  "/etc/xdg/autostart/snap-userd-autostart.desktop": [autostart(["/usr/bin/snap", "userd", "--autostart"])],
  "/etc/xdg/autostart/xdg-user-dirs.desktop": [autostart(["xdg-user-dirs-update"], "disabled")],
  "/etc/xdg/autostart/org.gnome.SettingsDaemon.Color.desktop": [autostart(["/usr/libexec/gsd-color"])],
  "/usr/share/dbus-1/services/io.snapcraft.SessionAgent.service": [
    ["dbus_session", "/bin/false", ["/bin/false"], "bus_name", "*", "enabled"],
  ],
  "/usr/share/dbus-1/services/org.freedesktop.Tracker3.Miner.Extract.service": [
    ["dbus_session", "/usr/libexec/tracker-extract-3", ["/usr/libexec/tracker-extract-3"], "bus_name", "*", "enabled"],
  ],
  "/usr/share/xsessions/xfce.desktop": [
    ["session_entry", "startxfce4", ["startxfce4"], "graphical_login", "*", "enabled"],
  ],
};
