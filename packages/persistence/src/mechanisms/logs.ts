import { inclusionsMatching } from "../entries/inclusion.ts";
import { keysMatching, linesMatching } from "../entries/lines.ts";
import { parseLogrotate } from "../entries/more.ts";
import type { Mechanism } from "./mechanism.ts";

/** What log pipelines start. */
export const LOGS: readonly Mechanism[] = [
  {
    id: "rsyslog",
    includes: inclusionsMatching({
      match: /^[ \t]*(?:\$IncludeConfig\s+|include\s*\(\s*file\s*=\s*")(?<path>\/[^\s"]+)/i,
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
    includes: inclusionsMatching({ match: /^[ \t]*include\s+(?<path>\/\S+)/, base: "/etc", directory: "maybe" }),
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
        state: /^[ \t]*active\s*=\s*yes/im.test(file.text) ? ("enabled" as const) : ("disabled" as const),
      })),
  },
];
