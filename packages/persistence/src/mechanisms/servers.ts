import { keysMatching, linesMatching } from "../entries/lines.ts";
import { parsePresence } from "../entries/presence.ts";
import type { Mechanism } from "./mechanism.ts";

/** Directives that a web server's first process carries out, before it gives up root. */
const AS_ROOT = /^(?:Load|load_|perl_modules|CustomLog|ErrorLog|TransferLog|RewriteMap)/;

const webDirectives = linesMatching({
  match:
    /^(?:[^#]*[\s{;])?(?<key>LoadModule|LoadFile|load_module|CustomLog|ErrorLog|TransferLog|ExtFilterDefine|RewriteMap|ScriptAlias|perl_modules|\w+_by_lua\w*|fastcgi_pass)\s+(?<command>[^;]+?)(?:;.*)?$/,
  setting: true,
});

const databaseSettings = keysMatching(
  "init_file|init-file|plugin_load\\S*|plugin-load\\S*|plugin_dir|archive_command|restore_command|archive_cleanup_command|shared_preload_libraries|session_preload_libraries|ssl_passphrase_command|loadmodule",
  { quiet: true },
);

/** What web servers and databases start and load. */
export const SERVERS: readonly Mechanism[] = [
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
        "/usr/lib/cgi-bin/*",
      ],
    },
    parse: parsePresence,
  },
  {
    id: "web_directory_config",
    row: 117,
    technique: "T1505.003",
    doc: "Files of a web directory that make the server run what it would only show, or run something first",
    trigger: "http_request",
    runsAs: "*",
    rare: true,
    paths: { any: ["/{var/www,srv/www,srv/http}/**/{.htaccess,.user.ini}"] },
    parse: linesMatching({
      match:
        /^\s*(?:php_(?:admin_)?value\s+)?(?<key>auto_(?:ap|pre)pend_file|AddHandler|SetHandler|AddType|Action|ErrorDocument)\s*[=\s]\s*(?<command>\S.*)$/i,
      setting: true,
    }),
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
    parse: (file) =>
      webDirectives(file).map((entry) => (AS_ROOT.test(entry.key ?? "") ? { ...entry, runsAs: "root" } : entry)),
  },
  {
    id: "database_config",
    row: 119,
    technique: "T1505.001",
    doc: "Commands and libraries of database servers",
    trigger: "service_start",
    runsAs: ({ path }) =>
      path.includes("/redis") ? "redis" : /\/(?:postgresql|pgsql)/.test(path) ? "postgres" : "mysql",
    rare: true,
    paths: {
      any: [
        "/etc/my.cnf",
        "/etc/my.cnf.d/*",
        "/etc/mysql/**/*.cnf",
        "/etc/postgresql/*/*/postgresql.conf",
        "/etc/postgresql/*/*/conf.d/*.conf",
        "/var/lib/{pgsql,postgresql}/**/postgresql{,.auto}.conf",
        "/etc/redis/*.conf",
        "/etc/redis.conf",
      ],
    },
    parse: databaseSettings,
  },
];
