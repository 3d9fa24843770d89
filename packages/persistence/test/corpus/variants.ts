import type { MemEntries } from "@livetriage/triage-core/testing";
import { executable, link, type Plant, plantOne, plantProgram } from "./plant.ts";

const ROOT_TIMER = ["timer", "root"] as const;
const PKG = ["package_operation", "root"] as const;
const SERVICE = "[Service]\nExecStart=/opt/x -a\n";

/** A unit of alice's manager in her runtime directory. */
const runtimeUnit = (directory: string, state = "static"): Plant => ({
  ...plantOne(
    "systemd_user_unit",
    ["dependency", "alice"],
    [`/run/user/1000/systemd/${directory}/x.service`, SERVICE],
    "/opt/x -a",
    { argv: ["/opt/x", "-a"], state, technique: "T1543.002" },
  ),
  trap: true,
});

/** A dpkg database that knows some files, unpacked at the epoch. */
const dpkgOf = (...paths: readonly string[]): MemEntries => ({
  "/var/lib/dpkg/info/base.list": { content: `${paths.join("\n")}\n`, mtime_ns: 0n },
  "/var/lib/dpkg/info/base.md5sums": {
    content: paths.map((path) => `${"0".repeat(32)}  ${path.slice(1)}\n`).join(""),
    mtime_ns: 0n,
  },
});
const module = "/usr/lib/modules/6.1.0/kernel/drivers/net/ethernet/intel/x.ko.xz";

/** Three processes that have mapped a library. */
const running = (library: string): MemEntries =>
  Object.assign(
    {},
    ...[1, 2, 3].map((pid) => ({
      [`/proc/${pid}/stat`]: `${pid} (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 500 1 1${" 0".repeat(30)}`,
      [`/proc/${pid}/ns/mnt`]: link("mnt:[1]"),
      [`/proc/${pid}/maps`]: `7f00-7f01 r-xp 00000000 08:01 7    ${library}\n`,
    })),
  ) as MemEntries;

/** What stands among files of packages. */
const AMONG_PACKAGED: readonly Plant[] = [
  {
    ...plantOne(
      "mapped_library",
      ["exec", "*"],
      ["/usr/lib/hook.so", "x"],
      "/usr/lib/hook.so",
      { signals: ["preloads"] },
      {
        ...running("/usr/lib/hook.so"),
        ...dpkgOf("/usr/bin/ls"),
      },
    ),
    trap: true,
  },
  {
    ...plantOne(
      "system_program",
      ["command_use", "*"],
      ["/usr/bin/ls", { ...executable("trojan"), mtime_ns: 90_000_000_000n }],
      "/usr/bin/ls",
      { provenance: "modified", package: "base" },
      { ...dpkgOf("/usr/bin/ls", "/usr/bin/cat"), "/usr/bin/cat": { ...executable("cat"), mtime_ns: 0n } },
    ),
    trap: true,
    only: true,
  },
  plantOne(
    "system_program",
    ["command_use", "*"],
    ["/usr/sbin/own", executable("x")],
    "/usr/sbin/own",
    { provenance: "local", technique: "T1554" },
    dpkgOf("/usr/bin/ls"),
  ),
  plantOne(
    "system_library",
    ["exec", "*"],
    ["/usr/lib/x86_64-linux-gnu/libkeyutils.so.1.9", executable("x")],
    "/usr/lib/x86_64-linux-gnu/libkeyutils.so.1.9",
    { provenance: "local", technique: "T1574" },
    dpkgOf("/usr/bin/ls"),
  ),
  plantOne(
    "kernel_module_in_tree",
    ["module_load", "root"],
    [module, "x"],
    module,
    { provenance: "local" },
    dpkgOf("/x"),
  ),
];

const KEYS = "/home/alice/.ssh/authorized_keys";

/** Links and lines that say less than they seem to. */
const INDIRECT: readonly Plant[] = [
  {
    name: "a link to a timer tells what the timer starts",
    files: {
      "/home/alice/.config/systemd/user/t.timer": "[Timer]\nOnBootSec=1min\n",
      "/home/alice/.config/systemd/user/t.service": SERVICE,
      "/home/alice/.config/systemd/user/timers.target.wants/t.timer": link("../t.timer"),
    },
    expect: [
      {
        mechanism: "systemd_enablement",
        path: "/home/alice/.config/systemd/user/timers.target.wants/t.timer",
        trigger: "login",
        runs_as: "alice",
        command: "/opt/x -a",
        argv: ["/opt/x", "-a"],
        state: "enabled",
        activates: "t.timer",
      },
    ],
  },
  {
    ...plantOne(
      "authorized_keys",
      ["ssh_login", "alice"],
      [KEYS, 'command="/a "b c"" ssh-rsa AAAAB3NzaC1yc2E x\n'],
      null,
      {
        state: "ignored",
        context: ["malformed_line"],
      },
    ),
    trap: true,
  },
  plantOne("x_session", ["graphical_login", "*"], ["/etc/X11/Xreset.d/x", "/opt/r\n"], "/opt/r"),
  plantOne(
    "x_session",
    ["graphical_login", "*"],
    ["/etc/X11/Xsession.d/x", 'STARTUP="/opt/s $STARTUP"\n'],
    'STARTUP="/opt/s $STARTUP"',
  ),
];

/** Other forms and places of what the families have. */
export const VARIANT_PLANTS: readonly Plant[] = [
  ...AMONG_PACKAGED,
  ...INDIRECT,
  plantOne("fcron", ["timer", "alice"], ["/var/spool/fcron/alice.orig", "@ 30 /opt/f\n"], "/opt/f", {
    schedule_raw: "@ 30",
  }),
  plantOne(
    "fcron",
    ["timer", "alice"],
    ["/var/spool/fcron/alice.orig", "&bootrun 0 1 * * mon /opt/f -x\n"],
    "/opt/f -x",
    {
      schedule_raw: "&bootrun 0 1 * * mon",
    },
  ),
  plantOne(
    "anacron",
    ["timer", "alice"],
    ["/home/alice/.anacron/etc/anacrontab", "1 5 job nice /opt/a\n"],
    "nice /opt/a",
    {
      interpreter: "/bin/sh",
      name: "job",
    },
  ),
  ...["user.control", "generator.early", "user", "generator", "generator.late"].map((one) => runtimeUnit(one)),
  runtimeUnit("transient", "enabled"),
  {
    name: "a command with full privileges runs as root, whatever User= says",
    files: { "/etc/systemd/system/p.service": "[Service]\nUser=alice\nExecStart=+/opt/p\nExecStop=/opt/q\n" },
    trap: true,
    expect: [
      {
        mechanism: "systemd_unit",
        path: "/etc/systemd/system/p.service",
        trigger: "dependency",
        runs_as: "root",
        command: "+/opt/p",
        argv: ["/opt/p"],
        state: "static",
      },
      {
        mechanism: "systemd_unit",
        path: "/etc/systemd/system/p.service",
        trigger: "dependency",
        runs_as: "alice",
        command: "/opt/q",
        argv: ["/opt/q"],
        state: "static",
      },
    ],
  },
  {
    ...plantOne(
      "systemd_enablement",
      ["boot", "root"],
      ["/etc/systemd/system/multi-user.target.wants/e.service", link("/opt/e.service")],
      "/opt/x -a",
      { argv: ["/opt/x", "-a"], state: "ignored", activates: "e.service" },
      { "/opt/e.service": SERVICE },
    ),
    name: "a link in .wants to a unit that the unit path does not have",
    trap: true,
  },
  plantOne(
    "tmpfiles",
    ["boot", "root"],
    ["/etc/tmpfiles.d/x.conf", "z /opt/shell ~4755 root root -\nz /opt/d 0755 root root -\n"],
    "/opt/shell ~4755 root root -",
    { key: "z" },
  ),
  plantProgram("rc_link", ["boot", "root"], "/etc/rc3.d/S98plain", {
    name: "S98plain",
  }),
  plantOne(
    "openrc_user",
    ["login", "*"],
    ["/etc/user/init.d/x", executable("#!/sbin/openrc-run\ncommand=/opt/o\ncommand_args=-d\n")],
    "/etc/user/init.d/x",
    { argv: ["/etc/user/init.d/x"], commands: ["command=/opt/o", "command_args=-d"] },
  ),
  plantOne(
    "dracut",
    ["boot", "root"],
    ["/usr/lib/dracut/modules.d/99x/hook.sh", executable("#!/bin/sh\n/opt/d\n")],
    "/usr/lib/dracut/modules.d/99x/hook.sh",
    {
      argv: ["/usr/lib/dracut/modules.d/99x/hook.sh"],
      commands: ["/opt/d"],
    },
  ),
  plantOne("fstab", ["boot", "root"], ["/etc/fstab", "/opt/evil /usr/bin/x none ro,bind 0 0\n"], "/opt/evil", {
    key: "bind",
    name: "/usr/bin/x",
  }),
  {
    ...plantOne(
      "pam",
      ["authentication", "root"],
      ["/etc/pam.d/common-auth", "-auth [success=ok default=ignore] \\\n  pam_exec.so seteuid /opt/e arg\n"],
      "/opt/e arg",
      { argv: ["/opt/e", "arg"], line: 1 },
    ),
    trap: true,
  },
  plantOne("pam", ["authentication", "root"], ["/etc/pam.d/su", "auth sufficient pam_permit.so\n"], "pam_permit.so"),
  plantOne("pam", ["authentication", "root"], ["/etc/pam.conf", "login auth required pam_exec.so /opt/l\n"], "/opt/l", {
    argv: ["/opt/l"],
  }),
  plantOne(
    "skeleton",
    ["account_creation", "*"],
    ["/etc/skel/.config/autostart/x.desktop", "[Desktop Entry]\nExec=/opt/d\n"],
    "/opt/d",
    {
      argv: ["/opt/d"],
    },
  ),
  plantOne(
    "skeleton",
    ["account_creation", "*"],
    ["/etc/skel/.ssh/authorized_keys", 'command="/opt/s" ssh-rsa AAAA k\n'],
    "/opt/s",
    { name: "k" },
  ),
  plantOne(
    "dbus_config",
    ["bus_name", "root"],
    ["/etc/dbus-1/system.d/x.conf", "<busconfig><servicehelper>/opt/b</servicehelper></busconfig>\n"],
    "/opt/b",
    {
      argv: ["/opt/b"],
      key: "servicehelper",
    },
  ),
  {
    ...plantOne(
      "apt_hook",
      PKG,
      ["/etc/apt/apt.conf.d/x", 'APT\n{\n  Update { Pre-Invoke { "/opt/n"; "/opt/m"; }; };\n};\n'],
      "/opt/m",
      {
        key: "APT::Update::Pre-Invoke",
        line: 3,
      },
    ),
    trap: true,
  },
  plantOne(
    "apt_hook",
    PKG,
    ["/etc/apt/apt.conf.d/x", 'Acquire::http::Proxy-Auto-Detect "/opt/proxy";\n'],
    "/opt/proxy",
  ),
  plantOne("apt_hook", PKG, ["/etc/apt/apt.conf.d/x", 'Dir::Bin::dpkg "/opt/dpkg";\n'], "/opt/dpkg"),
  plantOne(
    "dpkg_script",
    PKG,
    ["/var/lib/dpkg/info/evil.postinst", executable("#!/bin/sh\n/opt/d &\n")],
    "/var/lib/dpkg/info/evil.postinst",
    { argv: ["/var/lib/dpkg/info/evil.postinst"], commands: ["/opt/d &"], name: "evil", key: "postinst" },
  ),
  plantOne(
    "dpkg_script",
    PKG,
    [
      "/var/lib/dpkg/info/bash:amd64.prerm",
      { ...executable("#!/bin/sh\n/opt/d &\n"), mtime_ns: 2_000_000_000_000_000_000n },
    ],
    "/var/lib/dpkg/info/bash:amd64.prerm",
    {
      argv: ["/var/lib/dpkg/info/bash:amd64.prerm"],
      commands: ["/opt/d &"],
      name: "bash:amd64",
      key: "prerm",
      signals: ["package_database_changed"],
      provenance: "generated",
    },
    {
      "/var/lib/dpkg/info/bash:amd64.list": { content: "", mtime_ns: 1_700_000_000_000_000_000n },
      "/var/lib/dpkg/info/bash:amd64.postinst": { errno: "EIO" },
    },
  ),
  plantOne(
    "dnf_action",
    PKG,
    ["/etc/dnf/libdnf5-plugins/actions.d/x.actions", "post_transaction:::enabled=1:/opt/a\n"],
    "/opt/a",
    {
      key: "post_transaction",
    },
  ),
  plantOne(
    "python_startup",
    ["interpreter_start", "*"],
    ["/opt/v/lib/python3.11/site-packages/x.pth", "import os; os.system('/opt/p')\n"],
    "import os; os.system('/opt/p')",
  ),
  plantOne(
    "cloud_init",
    ["boot", "root"],
    ["/var/lib/cloud/instance/user-data.txt", "#!/bin/bash\n/opt/u\n"],
    "/opt/u",
  ),
  plantOne(
    "mail_transport",
    ["mail", "alice"],
    ["/etc/postfix/master.cf", "x unix - n n - - pipe\n  flags=F user=alice argv=/opt/m ${sender}\n"],
    "/opt/m ${sender}",
    {
      key: "argv",
    },
  ),
  plantOne("mail_transport", ["mail", "*"], ["/etc/postfix/main.cf", "mailbox_command = /opt/m2\n"], "/opt/m2"),
  plantOne("mail_alias", ["mail", "alice"], ["/home/alice/.forward", '\\alice, "|/opt/f -x"\n'], "/opt/f -x"),
  plantOne(
    "management_agent",
    ["agent_cycle", "root"],
    ["/etc/snmp/snmpd.conf", "extend evil /opt/snmp -x\n"],
    "/opt/snmp -x",
    {
      key: "extend evil",
    },
  ),
  plantOne(
    "udev",
    ["device_event", "root"],
    ["/etc/udev/rules.d/9.rules", `ACTION=="add", RUN+="/bin/sh -c '/opt/u &'"\n`],
    "/bin/sh -c '/opt/u &'",
    { key: "RUN", argv: ["/bin/sh", "-c", "/opt/u &"] },
  ),
  plantOne("crontab", ROOT_TIMER, ["/etc/crontab", "\uFEFF0 3 * * *\troot\t/opt/c\r\n"], "/opt/c", {
    interpreter: "/bin/sh",
  }),
];
