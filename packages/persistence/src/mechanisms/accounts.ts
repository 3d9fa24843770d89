import { parsePasswdAccounts, parsePrivilegedGroups, parseShadowAccounts } from "../entries/accounts.ts";
import { parseSudoers } from "../entries/auth.ts";
import { parseExecutable } from "../entries/executable.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { linesMatching } from "../entries/lines.ts";
import type { Mechanism } from "./mechanism.ts";

const sudoFiles = inclusionsMatching({ match: /^[ \t]*[@#]include\s+(?<path>\S+)/, base: "/etc" });
const sudoDirectories = inclusionsMatching({
  match: /^[ \t]*[@#]includedir\s+(?<path>\S+)/,
  base: "/etc",
  directory: true,
});

/** Who may become root. */
export const ACCOUNTS: readonly Mechanism[] = [
  {
    id: "sudoers",
    includes: (file) => [...sudoFiles(file), ...sudoDirectories(file)],
    row: 72,
    technique: "T1548.003",
    doc: "Rules of sudo",
    trigger: "sudo",
    runsAs: "*",
    paths: {
      any: [
        "/etc/sudoers",
        "/etc/sudoers.d/*",
        "/usr/etc/sudoers",
        "/usr/local/etc/sudoers",
        "/usr/local/etc/sudoers.d/*",
      ],
    },
    parse: parseSudoers,
  },
  {
    id: "sudo_plugin",
    row: 72,
    technique: "T1556",
    doc: "Plugins of sudo, and the program that it has a password asked by",
    trigger: "sudo",
    runsAs: "root",
    paths: { any: ["/etc/sudo.conf"] },
    parse: linesMatching({ match: /^\s*(?<key>Plugin|Path)\s+(?<name>\S+)\s+(?<command>\S.*)$/i, words: true }),
  },
  {
    id: "doas",
    row: 73,
    technique: "T1548.003",
    doc: "Rules of doas",
    trigger: "sudo",
    runsAs: "*",
    paths: { any: ["/etc/doas.conf", "/etc/doas.d/*.conf", "/usr/local/etc/doas.conf"] },
    parse: linesMatching({ match: /^\s*(?<key>permit)\s+(?<command>\S.*)$/, setting: true }),
  },
  {
    id: "account",
    row: 74,
    technique: "T1136.001",
    doc: "A second root, system accounts with a login shell",
    trigger: "login",
    runsAs: "root",
    paths: { any: ["/etc/passwd"] },
    parse: parsePasswdAccounts,
  },
  {
    id: "account_password",
    row: 74,
    technique: "T1098",
    doc: "Accounts with a password; never the hash",
    trigger: "login",
    runsAs: "root",
    paths: { any: ["/etc/shadow"] },
    parse: parseShadowAccounts,
  },
  {
    id: "privileged_group",
    row: 74,
    technique: "T1098",
    doc: "Members of groups that are as good as root",
    trigger: "login",
    runsAs: "*",
    paths: { any: ["/etc/group"] },
    parse: parsePrivilegedGroups,
  },
  {
    id: "polkit",
    row: 75,
    technique: "T1548",
    doc: "polkit rules that allow or run something",
    trigger: "privileged_action",
    runsAs: "root",
    paths: {
      any: [
        "/{etc,run,usr/share,usr/local/share}/polkit-1/rules.d/*.rules",
        "/{etc,var/lib}/polkit-1/localauthority/*/*.pkla",
      ],
    },
    parse: linesMatching({
      match:
        /^(?<command>.*(?:polkit\.spawn|Result\.YES|return\s+["']yes["']|Result(?:Any|Active|Inactive)\s*=\s*yes).*)/,
      comment: /^\s*(?:\/\/|#)/,
      setting: true,
    }),
  },
  {
    id: "polkit_action",
    row: 75,
    technique: "T1548",
    doc: "Actions of no package that polkit allows to anyone, or that run a program",
    trigger: "privileged_action",
    runsAs: "root",
    foreignOnly: true,
    paths: { any: ["/usr/{share,local/share}/polkit-1/actions/*.policy", "/etc/polkit-1/actions/*.policy"] },
    parse: linesMatching({
      match:
        /<(?<key>allow_(?:any|inactive|active))>\s*(?<command>yes)\s*<|"org\.freedesktop\.policykit\.(?<key>exec\.path)"\s*>\s*(?<command>[^<]*[^<\s])/g,
    }),
  },
  {
    id: "account_hook",
    row: 74,
    technique: "T1546",
    doc: "Scripts that are run when an account is made or removed",
    trigger: "account_creation",
    runsAs: "root",
    paths: {
      any: ["/usr/local/sbin/{adduser,deluser}.local", "/etc/shadow-maint/{useradd,userdel}-{pre,post}.d/*"],
    },
    parse: parseExecutable,
  },
];
