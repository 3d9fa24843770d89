import { parseExecutable } from "../entries/executable.ts";
import { keysMatching, linesMatching } from "../entries/lines.ts";
import type { Mechanism } from "./mechanism.ts";

/** Settings of Samba that name a command. Source: smb.conf(5). */
const sambaCommands = keysMatching(
  "(?:root )?(?:pre|post)?exec|magic script|message command|username map script|check password script|dfree command|(?:print|lpq|lprm|queue\\w+) command|(?:add|delete|rename|set) [\\w ]*script|(?:abort )?shutdown script",
);

/** What servers of the network start. */
export const NETWORK_SERVICES: readonly Mechanism[] = [
  {
    id: "keepalived",
    row: 118,
    technique: "T1546",
    doc: "Checks and notifications of keepalived",
    trigger: "network_event",
    runsAs: "root",
    paths: { any: ["/etc/keepalived/*.conf", "/etc/keepalived/conf.d/*.conf"] },
    parse: keysMatching("script|notify(?:_\\w+)?|misc_path|quorum_(?:up|down)", { quiet: true }),
  },
  {
    id: "haproxy",
    row: 118,
    technique: "T1546",
    doc: "Programs, checks and Lua of HAProxy",
    trigger: "service_start",
    runsAs: "root",
    paths: { any: ["/etc/haproxy/*.cfg", "/etc/haproxy/conf.d/*.cfg"] },
    parse: keysMatching("(?:external-check\\s+)?command|lua-load(?:-per-thread)?", { quiet: true }),
  },
  {
    id: "dhcp_server",
    row: 96,
    technique: "T1546",
    doc: "Commands of dnsmasq and dhcpd",
    trigger: "lease_event",
    runsAs: "root",
    paths: { any: ["/etc/dnsmasq.conf", "/etc/dnsmasq.d/*", "/etc/dhcp/dhcpd{,6}.conf"] },
    parse: linesMatching({
      match:
        /^\s*(?<key>dhcp-script|dhcp-luascript|conf-script)\s*=\s*(?<command>\S.*)$|\b(?<key>execute)\s*\(\s*"(?<program>[^"]+)"/,
    }),
  },
  {
    id: "samba",
    row: 118,
    technique: "T1546",
    doc: "Commands of Samba",
    trigger: "connection",
    runsAs: "*",
    paths: { any: ["/etc/samba/smb.conf", "/usr/local/samba/etc/smb.conf"] },
    parse: (file) =>
      sambaCommands(file).map((entry) =>
        entry.key?.startsWith("root ") === true ? { ...entry, runsAs: "root" } : entry,
      ),
  },
  {
    id: "squid",
    row: 118,
    technique: "T1546",
    doc: "Helpers of Squid",
    trigger: "service_start",
    runsAs: ({ distribution }) => (distribution.includes("debian") ? "proxy" : "squid"),
    paths: { any: ["/etc/squid/squid.conf", "/etc/squid/conf.d/*.conf"] },
    parse: keysMatching(
      "(?:url_rewrite|store_id|redirect|sslcrtd|sslcrtvalidator|pinger|unlinkd|logfile_daemon|mime_table)_?program|auth_param\\s+\\w+\\s+program",
      { quiet: true },
    ),
  },
  {
    id: "proftpd",
    row: 118,
    technique: "T1546",
    doc: "Commands of ProFTPD",
    trigger: "connection",
    runsAs: "*",
    paths: { any: ["/etc/proftpd{,/proftpd}.conf", "/etc/proftpd/conf.d/*"] },
    parse: keysMatching("ExecOn(?:Connect|Exit|Login|Restart)|Exec(?:Before|On)(?:Command|Error|Event)\\s+\\S+"),
  },
  {
    id: "fail2ban_action",
    row: 126,
    technique: "T1546",
    doc: "Actions of fail2ban that are not as their package brought them",
    trigger: "log_line",
    runsAs: "root",
    foreignOnly: true,
    paths: { any: ["/etc/fail2ban/action.d/*.{conf,local}"] },
    parse: keysMatching("action(?:start|stop|check|flush|ban|unban|prolong|repair|reban)(?:_on_demand)?"),
  },
  {
    id: "dovecot",
    row: 127,
    technique: "T1546",
    doc: "Programs of Dovecot",
    trigger: "mail",
    runsAs: "root",
    paths: { any: ["/etc/dovecot/dovecot.conf", "/etc/dovecot/conf.d/*"] },
    parse: keysMatching("executable|sieve_(?:pipe|filter|execute)_bin_dir|mail_plugin_dir|login_plugin_dir", {
      quiet: true,
    }),
  },
  {
    id: "firewall_script",
    row: 94,
    technique: "T1037",
    doc: "Scripts that ufw runs when it starts and stops",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/etc/ufw/{before,after}.init"] },
    parse: parseExecutable,
  },
];
