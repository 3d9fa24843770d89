import { executable, link, type Plant, plantOne } from "./plant.ts";

const BOOT = ["boot", "root"] as const;
const ANY_EXEC = ["exec", "*"] as const;
const SHELL = ["shell", "alice"] as const;
const ALICE = { "/etc/passwd": "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n" };

/** Lines that are easily taken for comments, or for one when they are several. */
const LINES: readonly Plant[] = [
  {
    ...plantOne("sudoers", ["sudo", "1001"], ["/etc/sudoers", "# comment\n#1001 ALL=(ALL) NOPASSWD: ALL\n"], "ALL", {
      runs_as: "#1001",
      key: "NOPASSWD: ",
      line: 2,
    }),
    trap: true,
    only: true,
  },
  plantOne("sudoers", ["sudo", "bob"], ["/etc/sudoers.d/x", "bob web1, web2 = NOPASSWD: /bin/sh\n"], "/bin/sh"),
  {
    ...plantOne("crontab", ["timer", "root"], ["/etc/crontab", "61 * * * * root /opt/never\n"], null, {
      state: "ignored",
      context: ["malformed_line"],
      runs_as: "root",
      raw: "61 * * * * root /opt/never",
    }),
    only: true,
  },
  plantOne("incron", ["file_event", "root"], ["/etc/incron.d/x", "/srv/a\\ b IN_CREATE /opt/x\n"], "/opt/x", {
    name: "/srv/a\\ b",
    key: "IN_CREATE",
    argv: ["/opt/x"],
  }),
  plantOne("inittab", BOOT, ["/etc/inittab", "x:23:off:/opt/x\n"], "/opt/x", { state: "disabled", key: "off" }),
  plantOne("ld_so_preload", ANY_EXEC, ["/etc/ld.so.preload", "/opt/a.so # /opt/b.so\n"], "/opt/a.so"),
  {
    name: "ld_so_path: several on a line",
    only: true,
    files: { "/etc/ld.so.conf.d/x.conf": "/opt/a:/opt/b, /opt/c # d\n" },
    expect: ["/opt/a", "/opt/b", "/opt/c"].map((command) => ({
      mechanism: "ld_so_path",
      path: "/etc/ld.so.conf.d/x.conf",
      trigger: "exec",
      runs_as: "*",
      command,
      argv: null,
      state: "enabled",
    })),
  },
  plantOne(
    "syslog_ng",
    ["log_line", "root"],
    ["/etc/syslog-ng/conf.d/x.conf", "source s { program('/opt/a'); }; destination d { program(\"/opt/b -x\"); };\n"],
    "/opt/b -x",
  ),
  {
    name: "telegraf: an array over several lines",
    only: true,
    files: {
      "/etc/telegraf/telegraf.d/x.conf": "[[inputs.exec]]\n  commands = [\n    \"/opt/a -x\",\n    '/opt/b',\n  ]\n",
    },
    expect: ["/opt/a -x", "/opt/b"].map((command) => ({
      mechanism: "management_agent",
      path: "/etc/telegraf/telegraf.d/x.conf",
      trigger: "agent_cycle",
      runs_as: "root",
      command,
      argv: null,
      state: "enabled",
      line: 2,
    })),
  },
  plantOne("binfmt", ANY_EXEC, ["/etc/binfmt.d/x.conf", ",x,E,,py,,/opt/x,\n"], "/opt/x", { argv: ["/opt/x"] }),
  plantOne("logrotate", ["timer", "root"], ["/etc/logrotate.d/x", "/x { prerotate\n /opt/x\nendscript }\n"], "/opt/x"),
  plantOne(
    "window_manager_config",
    ["graphical_login", "alice"],
    ["/home/alice/.config/hypr/x.conf", "exec=/opt/x\n"],
    "/opt/x",
    { key: "exec" },
    ALICE,
  ),
];

const MAIL = ["mail", "*"] as const;
const ALIASES = ["/etc/aliases", 'x: "|/opt/a -1", |/opt/b, |"/opt/c -2"\n'] as const;

const FILES: readonly Plant[] = [
  plantOne(
    "binfmt_registered",
    ANY_EXEC,
    ["/var/lib/binfmts/x", "pkg\nmagic\n0\nMZ\n\n/opt/x\n/opt/detector\n\n\n\n"],
    "/opt/x",
    { argv: ["/opt/x"], key: "interpreter" },
  ),
  plantOne(
    "binfmt_registered",
    ANY_EXEC,
    ["/var/lib/binfmts/y", "pkg\nmagic\n0\nMZ\n\n/opt/x\n/opt/detector\n\n\n\n"],
    "/opt/detector",
    { argv: ["/opt/detector"], key: "detector" },
  ),
  plantOne(
    "fish",
    SHELL,
    ["/home/alice/.config/fish/fish_variables", "SETUVAR --export LD_PRELOAD:/opt/x.so\n"],
    "/opt/x.so",
    { signals: ["preloads"] },
    ALICE,
  ),
  plantOne(
    "login_environment",
    ["login", "alice"],
    ["/home/alice/.pam_environment", "LD_PRELOAD OVERRIDE=/opt/x.so\n"],
    "/opt/x.so",
    { signals: ["preloads"] },
    ALICE,
  ),
  plantOne("mail_alias", MAIL, ALIASES, "/opt/a -1", { name: "x" }),
  plantOne("mail_alias", MAIL, ALIASES, "/opt/b", { name: "x" }),
  plantOne("mail_alias", MAIL, ALIASES, "/opt/c -2", { name: "x" }),
  plantOne("profile", ["login", "*"], ["/etc/profile.d/x", "/opt/x\n"], "/opt/x", { state: "ignored" }),
  plantOne(
    "apt_hook",
    ["package_operation", "root"],
    ["/etc/apt/apt.conf.d/x.bak", 'DPkg::Post-Invoke {"/opt/x";};\n'],
    "/opt/x",
    { state: "ignored" },
  ),
  plantOne("openrc_conf", BOOT, ["/etc/conf.d/x", 'EXTRA="$(/opt/x)"\n'], 'EXTRA="$(/opt/x)"'),
  plantOne("modules_load", BOOT, ["/etc/conf.d/modules", 'modules="evil"\n'], "evil"),
  plantOne(
    "pacman_hook",
    ["package_operation", "root"],
    ["/etc/pacman.conf", "[options]\nXferCommand = /opt/x %u\n"],
    "/opt/x %u",
    { argv: ["/opt/x", "%u"] },
  ),
  plantOne("kernel_command_line", BOOT, ["/boot/extlinux.conf", "APPEND root=/dev/sda init=/opt/x\n"], "init=/opt/x"),
  plantOne(
    "docker_helper",
    ["tool_use", "alice"],
    ["/home/alice/.docker/cli-plugins/docker-x", executable("#!/bin/sh\n/opt/x\n")],
    "/home/alice/.docker/cli-plugins/docker-x",
    { argv: ["/home/alice/.docker/cli-plugins/docker-x"] },
    ALICE,
  ),
  plantOne(
    "udev",
    ["device_event", "root"],
    ["/usr/lib/udev/rules.d/60-x.rules", 'RUN+="/opt/x"\n'],
    "/opt/x",
    { state: "shadowed", argv: ["/opt/x"] },
    { "/etc/udev/rules.d/60-x.rules": "# nothing\n" },
  ),
  plantOne(
    "init_script",
    BOOT,
    ["/etc/init.d/off", executable("#!/bin/sh\n/opt/x\n")],
    "/etc/init.d/off",
    { argv: ["/etc/init.d/off"], state: "disabled" },
    { "/etc/init.d/on": executable("#!/bin/sh\n"), "/etc/rc2.d/S01on": link("../init.d/on") },
  ),
  plantOne(
    "init_script",
    BOOT,
    ["/etc/init.d/on", executable("#!/bin/sh\n/opt/x\n")],
    "/etc/init.d/on",
    { argv: ["/etc/init.d/on"] },
    { "/etc/runlevels/default/on": link("/etc/init.d/on") },
  ),
  {
    name: "dbus_system: quoted words",
    files: { "/usr/share/dbus-1/system-services/x.service": "[D-BUS Service]\nName=x\nExec=/opt/x 'a b'\n" },
    expect: [
      {
        mechanism: "dbus_system",
        path: "/usr/share/dbus-1/system-services/x.service",
        trigger: "bus_name",
        runs_as: "root",
        command: "/opt/x 'a b'",
        argv: ["/opt/x", "a b"],
        state: "enabled",
      },
    ],
  },
];

/** Forms that formats allow and few people write. */
export const ODD_FORM_PLANTS: readonly Plant[] = [...LINES, ...FILES];
