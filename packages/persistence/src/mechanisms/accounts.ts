import { parsePasswdAccounts, parsePrivilegedGroups, parseShadowAccounts } from "../entries/accounts.ts";
import { parseSudoers } from "../entries/auth.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { linesMatching } from "../entries/lines.ts";
import type { Mechanism } from "./mechanism.ts";

const sudoFiles = inclusionsMatching({ match: /^\s*[@#]include\s+(?<path>\S+)/, base: "/etc" });
const sudoDirectories = inclusionsMatching({
  match: /^\s*[@#]includedir\s+(?<path>\S+)/,
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
        /(?<command>.*(?:polkit\.spawn|Result\.YES|return\s+["']yes["']|Result(?:Any|Active|Inactive)\s*=\s*yes).*)/,
      comment: /^\s*(?:\/\/|#)/,
      setting: true,
    }),
  },
];
