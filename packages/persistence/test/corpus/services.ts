import { executable, type Plant, plantOne, plantProgram } from "./plant.ts";

const BOOT = ["boot", "root"] as const;
const EVENT = ["event", "root"] as const;

/** Services, containers, mail, devices, file modes: catalogue rows 117 to 130. */
export const SERVICE_PLANTS: readonly Plant[] = [
  plantOne("web_script", ["http_request", "*"], ["/var/www/html/up/.x.php", "<?php system($_GET[1]);"], null),
  plantOne(
    "web_server_config",
    ["service_start", "root"],
    ["/etc/apache2/mods-enabled/x.load", "LoadModule x_module /opt/mod_x.so\n"],
    "x_module /opt/mod_x.so",
    { key: "LoadModule" },
  ),
  plantOne(
    "database_config",
    ["service_start", "postgres"],
    ["/etc/postgresql/15/main/postgresql.conf", "archive_command = '/opt/pg %p'\n"],
    "/opt/pg %p",
    { key: "archive_command", raw: null },
  ),
  plantOne(
    "docker_container",
    BOOT,
    [
      "/var/lib/docker/containers/abc/config.v2.json",
      '{"Name":"/evil","Path":"/bin/sh","Args":["-c","/x"],"Config":{"Env":["SECRET=1"]}}',
    ],
    "/bin/sh -c /x",
    { argv: ["/bin/sh", "-c", "/x"], name: "evil", raw: null },
  ),
  plantOne(
    "docker_container",
    BOOT,
    [
      "/var/lib/docker/containers/abc/hostconfig.json",
      '{"RestartPolicy":{"Name":"always"},"Privileged":true,"Binds":["/:/host"]}',
    ],
    null,
    { name: "always", environment: ["bind=/:/host", "privileged=true"] },
  ),
  plantOne(
    "quadlet",
    ["boot", "alice"],
    ["/home/alice/.config/containers/systemd/x.container", "[Container]\nImage=evil\nExec=/x -d\n"],
    "/x -d",
    { key: "Exec" },
  ),
  plantOne("lxc", BOOT, ["/var/lib/lxc/x/config", "lxc.hook.start-host = /opt/lxc\n"], "/opt/lxc", {
    key: "lxc.hook.start-host",
  }),
  plantOne(
    "compose",
    BOOT,
    ["/opt/app/docker-compose.yml", "services:\n  a:\n    image: x\n    command: /run.sh --a\n"],
    "/run.sh --a",
    { argv: ["/run.sh --a"] },
  ),
  plantProgram("cloud_init_script", BOOT, "/var/lib/cloud/scripts/per-boot/x"),
  plantOne(
    "cloud_init",
    BOOT,
    ["/etc/cloud/cloud.cfg.d/99-x.cfg", "#cloud-config\nbootcmd:\n - echo 1\n - [sh, -c, /opt/ci]\n"],
    "sh -c /opt/ci",
    { key: "bootcmd" },
  ),
  plantOne(
    "management_agent",
    ["agent_cycle", "root"],
    ["/etc/zabbix/zabbix_agentd.d/x.conf", "UserParameter=x,/opt/zb\n"],
    "x,/opt/zb",
    { key: "UserParameter" },
  ),
  plantProgram("cloud_agent", ["agent_cycle", "root"], "/var/ossec/active-response/bin/x"),
  plantOne("remote_access", ["boot", "alice"], ["/home/alice/.config/ngrok/ngrok.yml", "authtoken: hunter2\n"], null, {
    raw: null,
  }),
  plantOne(
    "rsyslog",
    ["log_line", "root"],
    ["/etc/rsyslog.d/x.conf", 'module(load="omprog")\naction(type="omprog" binary="/opt/rs -x")\n'],
    "/opt/rs -x",
    { key: "binary" },
  ),
  plantOne("rsyslog", ["log_line", "root"], ["/etc/rsyslog.conf", "*.* ^/opt/rs2;tpl\n"], "/opt/rs2"),
  plantOne(
    "syslog_ng",
    ["log_line", "root"],
    ["/etc/syslog-ng/conf.d/x.conf", 'destination d { program("/opt/sn"); };\n'],
    "/opt/sn",
  ),
  plantOne(
    "logrotate",
    ["timer", "root"],
    ["/etc/logrotate.d/x", "/var/log/x {\n  daily\n  postrotate\n    /opt/lr\n  endscript\n}\n"],
    "/opt/lr",
    { key: "postrotate", line: 3 },
  ),
  plantOne(
    "audit_plugin",
    ["audit_event", "root"],
    ["/etc/audit/plugins.d/x.conf", "active = yes\npath = /opt/au\n"],
    "/opt/au",
  ),
  plantOne("mail_alias", ["mail", "*"], ["/etc/aliases", 'root: admin\nx: "|/opt/ml -a"\n'], "/opt/ml -a", {
    name: "x",
  }),
  plantOne("mail_alias", ["mail", "alice"], ["/home/alice/.forward", '"|/opt/fw"\n'], "/opt/fw"),
  plantOne("procmail", ["mail", "alice"], ["/home/alice/.procmailrc", ":0\n* ^Subject: go\n| /opt/pm\n"], "/opt/pm", {
    line: 3,
  }),
  plantOne("mailcap", ["mail", "alice"], ["/home/alice/.mailcap", "text/html; /opt/mc %s; x\n"], "/opt/mc %s"),
  plantOne("device_event", EVENT, ["/etc/smartd.conf", "DEVICESCAN -m root -M exec /opt/sm\n"], "/opt/sm", {
    argv: ["/opt/sm"],
  }),
  plantOne("device_event", EVENT, ["/etc/mdadm/mdadm.conf", "PROGRAM /opt/md\n"], "/opt/md", { argv: ["/opt/md"] }),
  plantProgram("device_program", EVENT, "/usr/lib/cups/backend/x"),
  plantOne("setuid", ["command_use", "root"], ["/var/tmp/.x", { content: "\x7fELF", mode: 0o104755 }], "/var/tmp/.x", {
    key: "setuid",
    mode: "4755",
    technique: "T1548.001",
  }),
  plantOne(
    "setuid",
    ["command_use", "*"],
    ["/usr/bin/newgrp2", { content: "\x7fELF", mode: 0o102755 }],
    "/usr/bin/newgrp2",
    { key: "setgid" },
  ),
  plantOne("hidden_file", ["none", "*"], ["/dev/shm/payload", executable("x")], null, { name: "payload" }),
  plantOne("hidden_file", ["none", "*"], ["/etc/.cfg", "x"], null, { name: ".cfg" }),
];
