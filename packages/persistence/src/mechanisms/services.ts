import { arrayCommands } from "../entries/array-commands.ts";
import { parseExecutable } from "../entries/executable.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { keysMatching, linesMatching } from "../entries/lines.ts";
import { parseLogrotate } from "../entries/more.ts";
import { parsePresence } from "../entries/presence.ts";
import type { Mechanism } from "./mechanism.ts";

/** Commands of telegraf's `inputs.exec`. */
const inputsExec = arrayCommands("commands");

const agentCommands = linesMatching({
  match:
    /^\s*(?<key>UserParameter|command\[[^\]]+\]|Exec|prerun_command|postrun_command|startup_states|AllowKey|(?:extend(?:-sh)?|exec|sh)\s+\S+|pass(?:_persist)?\s+\.?[\d.]+)\s*[=:\s]\s*(?<command>\S.*)$/,
  quiet: true,
});

/** What network services, agents and log pipelines start. */
export const SERVICES: readonly Mechanism[] = [
  {
    id: "web_script",
    row: 117,
    technique: "T1505.003",
    doc: "Scripts that a web server runs",
    trigger: "http_request",
    runsAs: "*",
    rare: true,
    unread: true,
    paths: {
      any: [
        "/{var/www,srv/www,srv/http,usr/share/nginx/html}/**/*.{php,phtml,php5,jsp,jspx,aspx,cgi,pl,py}",
        "/{var/www,srv/www,srv/http}/**/{.htaccess,.user.ini}",
        "/usr/lib/cgi-bin/*",
      ],
    },
    parse: parsePresence,
  },
  {
    id: "web_server_config",
    row: 118,
    technique: "T1505.004",
    doc: "Modules and commands of web servers",
    trigger: "service_start",
    runsAs: "*",
    rare: true,
    paths: {
      any: [
        "/etc/apache2/*.conf",
        "/etc/apache2/{mods-enabled,conf-enabled,sites-enabled,conf.d,vhosts.d}/*",
        "/etc/httpd/conf{,.d,.modules.d}/*.conf",
        "/etc/nginx/nginx.conf",
        "/etc/nginx/{conf.d,http.d,modules-enabled,sites-enabled}/*",
      ],
    },
    parse: linesMatching({
      match:
        /^\s*(?<key>LoadModule|LoadFile|load_module|CustomLog|ErrorLog|TransferLog|ExtFilterDefine|RewriteMap|ScriptAlias|perl_modules|content_by_lua\S*|init_by_lua\S*|fastcgi_pass)\s+(?<command>(?:(?!;$).)+);?$/,
      setting: true,
    }),
  },
  {
    id: "database_config",
    row: 119,
    technique: "T1505.001",
    doc: "Commands and libraries of database servers",
    trigger: "service_start",
    runsAs: "*",
    rare: true,
    paths: {
      any: [
        "/etc/my.cnf",
        "/etc/my.cnf.d/*",
        "/etc/mysql/**/*.cnf",
        "/etc/postgresql/*/*/postgresql.conf",
        "/var/lib/{pgsql,postgresql}/**/postgresql{,.auto}.conf",
        "/etc/redis/*.conf",
        "/etc/redis.conf",
      ],
    },
    parse: keysMatching(
      "init_file|init-file|plugin_load\\S*|plugin-load\\S*|plugin_dir|archive_command|restore_command|archive_cleanup_command|shared_preload_libraries|session_preload_libraries|ssl_passphrase_command|loadmodule",
      { quiet: true },
    ),
  },
  {
    id: "management_agent",
    row: 122,
    technique: "T1072",
    doc: "Commands of management agents",
    trigger: "agent_cycle",
    runsAs: "root",
    paths: {
      any: [
        "/etc/zabbix/{zabbix_agentd.conf,zabbix_agent2.conf}",
        "/etc/zabbix/zabbix_agent{d,2}.d/*.conf",
        "/etc/nagios/nrpe.cfg",
        "/etc/nrpe.d/*.cfg",
        "/etc/nagios/nrpe.d/*.cfg",
        "/etc/telegraf/telegraf.conf",
        "/etc/telegraf/telegraf.d/*.conf",
        "/etc/puppet{,labs/puppet}/puppet.conf",
        "/etc/salt/minion",
        "/etc/salt/minion.d/*.conf",
        "/etc/collectd/collectd.conf.d/*.conf",
        "/etc/snmp/snmpd.conf",
        "/etc/snmp/snmpd.conf.d/*.conf",
      ],
    },
    parse: (file) => [...agentCommands(file), ...inputsExec(file)],
  },
  {
    id: "cloud_agent",
    row: 122,
    technique: "T1072",
    doc: "Scripts that cloud agents keep",
    trigger: "agent_cycle",
    runsAs: "root",
    paths: {
      any: [
        "/var/lib/waagent/custom-script/download/*/*",
        "/var/lib/amazon/ssm/*/document/orchestration/*/*/*.sh",
        "/var/lib/google/startup-scripts/*",
        "/var/ossec/active-response/bin/*",
        "/etc/chef/{client,solo}.rb",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "remote_access",
    row: 123,
    technique: "T1219",
    doc: "Configuration of remote access tools",
    trigger: "boot",
    runsAs: "root",
    unread: true,
    paths: {
      any: [
        "/etc/{anydesk,teamviewer,rustdesk,cloudflared}/*",
        "/opt/{teamviewer,anydesk,rustdesk}/config/*",
        "/var/lib/tailscale/tailscaled.state",
        "~/.{anydesk,ngrok2,cloudflared}/*",
        "~/.config/{ngrok,rustdesk,cloudflared}/*",
      ],
    },
    parse: parsePresence,
  },
  {
    id: "rsyslog",
    includes: inclusionsMatching({
      match: /^\s*(?:\$IncludeConfig\s+|include\s*\(\s*file\s*=\s*")(?<path>\/[^\s"]+)/i,
      base: "/etc",
    }),
    row: 124,
    technique: "T1546",
    doc: "Programs of rsyslog",
    trigger: "log_line",
    runsAs: "root",
    paths: { any: ["/etc/rsyslog.conf", "/etc/rsyslog.d/*"] },
    parse: linesMatching({
      match:
        /(?:(?<key>binary)\s*=\s*"(?<command>[^"]+)"|^\s*\$(?<key>ActionOMProgBinary)\s+(?<command>\S.*)|^[^#\n]*?\s(?<name>\^)(?<command>\/[^\s;]+))/i,
    }),
  },
  {
    id: "syslog_ng",
    row: 124,
    technique: "T1546",
    doc: "Programs of syslog-ng",
    trigger: "log_line",
    runsAs: "root",
    paths: { any: ["/etc/syslog-ng/**/*.conf"] },
    parse: linesMatching({ match: /\b(?<key>program|python)\s*\(\s*(["'])(?<command>.+?)\2/g }),
  },
  {
    id: "logrotate",
    includes: inclusionsMatching({ match: /^\s*include\s+(?<path>\/\S+)/, base: "/etc", directory: "maybe" }),
    row: 125,
    technique: "T1546",
    doc: "Scripts of logrotate",
    trigger: "timer",
    runsAs: "root",
    paths: { any: ["/etc/logrotate.conf", "/etc/logrotate.d/*", "/usr/etc/logrotate.d/*"] },
    parse: (file) => [...parseLogrotate(file), ...keysMatching("compresscmd|uncompresscmd|mailcmd")(file)],
  },
  {
    id: "audit_plugin",
    row: 126,
    technique: "T1546",
    doc: "Plugins of auditd",
    trigger: "audit_event",
    runsAs: "root",
    paths: { any: ["/etc/{audit,audisp}/plugins.d/*.conf"] },
    parse: (file) =>
      keysMatching("path")(file).map((entry) => ({
        ...entry,
        state: /^\s*active\s*=\s*yes/im.test(file.text) ? ("enabled" as const) : ("disabled" as const),
      })),
  },
];
