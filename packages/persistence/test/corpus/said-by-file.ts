import type { MemEntries } from "@livetriage/triage-core/testing";
import { type Plant, plantOne } from "./plant.ts";

const DEBIAN = { "/etc/os-release": "ID=debian\n" };
const RHEL = { "/etc/os-release": 'ID="rhel"\nID_LIKE="fedora"\n' };
const SSH_LOGIN = ["ssh_login", "nobody"] as const;

/** A table with one job, and whether cron takes it. */
function table(path: string, file: MemEntries[string], state: string, system: MemEntries): Plant {
  const mechanism = path.startsWith("/etc") ? "cron_d" : "user_crontab";
  const plant = plantOne(mechanism, ["timer", "root"], [path, file], "/opt/job", { state }, system);
  return { ...plant, name: `${mechanism}: ${state}, ${JSON.stringify(file)}`, trap: true };
}

const JOB = "* * * * * root /opt/job";
const OWN_JOB = "* * * * * /opt/job\n";

/** As whom, when and whether something starts, where that stands elsewhere in its file or in the file's mode. */
export const SAID_BY_FILE_PLANTS: readonly Plant[] = [
  table("/etc/cron.d/job", `${JOB}\n`, "enabled", DEBIAN),
  table("/etc/cron.d/job", JOB, "ignored", DEBIAN),
  table("/etc/cron.d/job", { content: `${JOB}\n`, mode: 0o100666 }, "ignored", DEBIAN),
  table("/etc/cron.d/job", { content: `${JOB}\n`, uid: 1000 }, "ignored", DEBIAN),
  table("/etc/cron.d/job", { content: `${JOB}\n`, mode: 0o100664 }, "ignored", RHEL),
  table("/etc/cron.d/job", { content: `${JOB}\n`, uid: 1000 }, "enabled", RHEL),
  table("/var/spool/cron/crontabs/root", { content: OWN_JOB, mode: 0o100644 }, "ignored", DEBIAN),
  table("/var/spool/cron/crontabs/root", { content: OWN_JOB, mode: 0o100600 }, "enabled", DEBIAN),
  {
    ...plantOne("anacron", ["timer", "root"], ["/etc/anacrontab", "@monthly 15 x \\\n  /opt/an\n"], "/opt/an"),
    trap: true,
  },
  plantOne(
    "sshd_config",
    SSH_LOGIN,
    ["/etc/ssh/sshd_config.d/a.conf", "AuthorizedKeysCommand /opt/akc %u\nAuthorizedKeysCommandUser nobody\n"],
    "/opt/akc %u",
    { key: "AuthorizedKeysCommand" },
  ),
  plantOne("bash_user", ["logout", "alice"], ["/home/alice/.bash_logout", "/opt/bye\n"], "/opt/bye"),
  plantOne("zsh", ["login", "alice"], ["/home/alice/.zprofile", "/opt/zp\n"], "/opt/zp"),
  plantOne("bash_user", ["login", "alice"], ["/home/alice/.bash_profile", "/opt/bp\n"], "/opt/bp"),
  plantOne(
    "upstart",
    ["boot", "daemon"],
    ["/etc/init/x.conf", "start on runlevel [2345]\nsetuid daemon\nscript\n  /opt/up\nend script\n"],
    "/opt/up",
  ),
  plantOne(
    "monit",
    ["boot", "alice"],
    ["/etc/monit/conf.d/x", 'check host x\n if failed then exec "/opt/mo -x" as uid alice and gid users\n'],
    "/opt/mo -x",
    { key: "exec" },
  ),
  plantOne(
    "management_agent",
    ["agent_cycle", "nobody"],
    ["/etc/collectd/collectd.conf.d/x.conf", '<Plugin exec>\n  Exec "nobody:nogroup" "/opt/co" "-x"\n</Plugin>\n'],
    '"/opt/co" "-x"',
    { key: "Exec" },
  ),
  plantOne(
    "web_server_config",
    ["service_start", "root"],
    ["/etc/apache2/conf-enabled/x.conf", 'CustomLog "|/opt/log -x" common\n'],
    '"|/opt/log -x" common',
  ),
  plantOne(
    "web_server_config",
    ["service_start", "*"],
    ["/etc/nginx/conf.d/x.conf", "server { location / { content_by_lua_file /opt/ng.lua; } }\n"],
    "/opt/ng.lua",
    { key: "content_by_lua_file" },
  ),
  plantOne(
    "web_directory_config",
    ["http_request", "*"],
    ["/var/www/html/.user.ini", "; x\nauto_prepend_file=/tmp/.p\n"],
    "/tmp/.p",
    { key: "auto_prepend_file", line: 2 },
  ),
  plantOne(
    "web_directory_config",
    ["http_request", "*"],
    ["/srv/www/a/.htaccess", "php_value auto_append_file /tmp/.a\n"],
    "/tmp/.a",
    { key: "auto_append_file" },
  ),
  plantOne(
    "database_config",
    ["service_start", "redis"],
    ["/etc/redis/redis.conf", "requirepass hunter2\nloadmodule /opt/r.so\n"],
    "/opt/r.so",
    { key: "loadmodule", raw: null },
  ),
];
