import { parseExecutable } from "../entries/executable.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { keysMatching, linesMatching } from "../entries/lines.ts";
import { parseLircrc } from "../entries/lircrc.ts";
import { parseMailcap } from "../entries/mailcap.ts";
import type { Mechanism } from "./mechanism.ts";

/** `|command` as it is, or quoted with its arguments; several on one line. Source: aliases(5). */
const pipes = linesMatching({
  match: /(?:"\|\s*(?<command>[^"\n]+)"?|(?:^|[\s,:])\|\s*(?:"(?<command>[^"\n]+)"?|(?<command>[^"\s,][^",\n]*)))/g,
});

/** What mail and device events start. */
export const MAIL_AND_DEVICES: readonly Mechanism[] = [
  {
    id: "mail_alias",
    includes: inclusionsMatching({ match: /:include:\s*(?<path>\/[^\s",]+)/, base: "/etc" }),
    row: 127,
    technique: "T1546",
    doc: "Commands that mail is piped to",
    trigger: "mail",
    runsAs: "*",
    paths: { any: ["/etc/aliases", "/etc/{mail,postfix}/aliases", "~/.forward", "~/.qmail*"] },
    parse: (file) =>
      pipes(file).map((entry) => {
        const name = /^([^:\s"|]+):/.exec(entry.raw ?? "")?.[1];
        return name === undefined ? entry : { ...entry, name };
      }),
  },
  {
    id: "mail_transport",
    row: 127,
    technique: "T1546",
    doc: "Commands that postfix and exim deliver by",
    trigger: "mail",
    runsAs: "*",
    paths: {
      any: ["/etc/postfix/{main,master}.cf", "/etc/exim{,4}/{exim,exim4}.conf{,.template}", "/etc/exim4/conf.d/*/*"],
    },
    parse: linesMatching({
      match:
        /^[^#]*?(?:user=(?<user>[^\s:]+)\S*\s+)?\b(?<key>argv|mailbox_command|mailbox_command_maps|command)\s*=\s*(?<command>\S.*)$/,
    }),
  },
  {
    id: "procmail",
    row: 127,
    technique: "T1546",
    doc: "Commands of procmail",
    trigger: "mail",
    runsAs: "*",
    paths: { any: ["/etc/procmailrc", "~/.procmailrc"] },
    parse: linesMatching({ match: /^\s*\|\s*(?<command>\S.*)$/ }),
  },
  {
    id: "mailcap",
    row: 127,
    technique: "T1546",
    doc: "Programs for attachments",
    trigger: "mail",
    runsAs: "*",
    paths: { any: ["~/.mailcap", "/etc/mailcap", "/usr/{share/etc,local/etc,etc}/mailcap"] },
    parse: parseMailcap,
  },
  {
    id: "mailcap_source",
    row: 127,
    technique: "T1546",
    doc: "Files that update-mime makes /etc/mailcap of, and no package brought",
    trigger: "mail",
    runsAs: "*",
    foreignOnly: true,
    paths: { debian: ["/usr/lib/mime/packages/*"] },
    parse: parseMailcap,
  },
  {
    id: "mail_client",
    row: 127,
    technique: "T1546",
    doc: "Commands of programs that fetch and send a user's mail",
    trigger: "tool_use",
    runsAs: "*",
    rare: true,
    paths: {
      any: [
        "~/.{fetchmailrc,msmtprc,muttrc,mbsyncrc,mailrc}",
        "~/.config/{mutt,neomutt}/*rc",
        "~/.config/msmtp/config",
      ],
    },
    parse: linesMatching({
      match:
        /(?:^|\s)(?<key>mda|preconnect|postconnect|passwordeval|PassCmd|sendmail|source)(?:\s*=\s*|\s+)"(?<command>[^"]*[^"|\s])\|?\s*"/gi,
      quiet: true,
    }),
  },
  {
    id: "device_event",
    row: 128,
    technique: "T1546",
    doc: "Commands of smartd, mdadm and CUPS",
    trigger: "event",
    runsAs: "root",
    paths: {
      any: [
        "/etc/smartd.conf",
        "/etc/smartmontools/smartd.conf",
        "/etc/mdadm/mdadm.conf",
        "/etc/mdadm.conf",
        "/etc/cups/{cupsd,cups-files}.conf",
      ],
    },
    parse: linesMatching({
      match: /(?:-M\s+(?<key>exec)\s+(?<command>\S+)|^\s*(?<name>PROGRAM)\s+(?<program>\S+))/,
      words: true,
    }),
  },
  {
    id: "lvm",
    row: 128,
    technique: "T1546",
    doc: "Programs and libraries that LVM and its event daemon use",
    trigger: "event",
    runsAs: "root",
    paths: { any: ["/etc/lvm/{lvm,lvmlocal}.conf", "/etc/lvm/profile/*.profile"] },
    parse: keysMatching("(?:\\w+_)?(?:executable|library|command)"),
  },
  {
    id: "button_daemon",
    row: 128,
    technique: "T1546",
    doc: "Commands of triggerhappy, for keys and switches",
    trigger: "event",
    runsAs: ({ distribution }) => (distribution.includes("debian") ? "nobody" : "root"),
    paths: { any: ["/etc/triggerhappy/triggers.d/*.conf"] },
    parse: linesMatching({ match: /^\s*(?<key>[A-Z][\w+@:-]*)\s+-?\d+\s+(?<command>[^\s@].*)$/ }),
  },
  {
    id: "remote_control",
    row: 128,
    technique: "T1546",
    doc: "Commands for keys of a remote control (LIRC)",
    trigger: "event",
    runsAs: "root",
    paths: { any: ["/etc/lirc/{irexec.lircrc,lircrc}", "~/.lircrc", "~/.config/lircrc"] },
    parse: parseLircrc,
  },
  {
    id: "device_program",
    row: 128,
    technique: "T1546",
    doc: "Scripts of smartd and of ZFS, filters and backends of CUPS",
    trigger: "event",
    runsAs: "root",
    paths: {
      any: ["/etc/smartmontools/{run,smartd_warning}.d/*", "/etc/zfs/zed.d/*.sh", "/usr/lib/cups/{filter,backend}/*"],
    },
    parse: parseExecutable,
  },
];
