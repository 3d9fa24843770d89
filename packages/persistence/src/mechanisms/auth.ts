import { parseAuthorizedKeys, parsePam } from "../entries/auth.ts";
import type { EntryFile } from "../entries/entry.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { keysMatching, linesMatching } from "../entries/lines.ts";
import { parseLoaded } from "../entries/presence.ts";
import { parseSourced } from "../entries/sourced.ts";
import type { Mechanism } from "./mechanism.ts";

const nssLines = linesMatching({
  match: /^\s*(?<key>passwd|group|shadow|gshadow|hosts|initgroups|netgroup|sudoers)\s*:\s*(?<command>[^#]*[^#\s])/,
  setting: true,
});

/** Services of glibc, systemd and the usual directories; lines that only name these start nothing of their own. */
const STOCK_NSS =
  /^(?:\[.*\]?|\S*\]|files|compat|db|dns|nis|nisplus|hesiod|systemd|mymachines|myhostname|resolve|mdns\d?(?:_minimal)?|wins|winbind|sss|ldap|cache_oslogin|oslogin|altfiles|merge)$/;

const sshIncludes = inclusionsMatching({ match: /^[ \t]*Include[\s=]+(?<path>\S.*)$/i, base: "/etc/ssh" });
const sshdKeyFiles = inclusionsMatching({
  match: /^[ \t]*AuthorizedKeysFile[\s=]+(?<path>\S.*)$/i,
  base: "~",
  mechanism: "authorized_keys",
});
const sshIncludesOfHome = inclusionsMatching({ match: /^[ \t]*Include[\s=]+(?<path>\S.*)$/i, base: "~/.ssh" });

const sshdCommands = keysMatching(
  "AuthorizedKeysCommand|AuthorizedPrincipalsCommand|ForceCommand|XAuthLocation|Subsystem\\s+\\S+",
);

/** As whom sshd runs a command that it asks for keys or names, where the file says it. Source: sshd_config(5). */
function sshdUser({ text }: EntryFile, key: string): { runsAs?: string } {
  if (!/^Authorized\w+Command$/i.test(key)) return {};
  const user = new RegExp(`^[ \\t]*${key}User[\\s=]+"?([^\\s"]+)`, "im").exec(text)?.[1];
  return user === undefined ? {} : { runsAs: user };
}

/** Whose keys a file outside homes holds: its name, or that of its directory, is the user's. */
function userOf(path: string): string {
  const [directory = "", name = ""] = path.split("/").slice(-2);
  return name.startsWith("authorized_keys") ? directory : name;
}

/** What runs when someone authenticates, and the keys that open the door. */
export const AUTH: readonly Mechanism[] = [
  {
    id: "pam",
    includes: inclusionsMatching({
      match: /^[ \t]*(?:@include|-?\w+\s+(?:include|substack))\s+(?<path>\/\S+)/,
      base: "/etc/pam.d",
    }),
    row: 64,
    technique: "T1556.003",
    doc: "PAM lines that run a program or load a module of their own",
    trigger: "authentication",
    runsAs: "root",
    paths: { any: ["/{etc,usr/lib,usr/etc}/pam.d/*", "/etc/pam.conf"] },
    parse: parsePam,
  },
  {
    id: "pam_module",
    row: 65,
    technique: "T1556.003",
    doc: "PAM modules",
    trigger: "authentication",
    runsAs: "root",
    unread: true,
    paths: {
      any: ["/{lib,lib64,usr/lib,usr/lib64,usr/local/lib}/security/*.so", "/{lib,usr/lib}/*-linux-*/security/*.so"],
    },
    parse: parseLoaded,
  },
  {
    id: "nss",
    row: 66,
    technique: "T1556",
    doc: "Name services",
    trigger: "lookup",
    runsAs: "*",
    paths: { any: ["/etc/nsswitch.conf"] },
    parse: (file) =>
      nssLines(file).filter(({ command }) => (command ?? "").split(/\s+/).some((word) => !STOCK_NSS.test(word))),
  },
  {
    id: "nss_library",
    row: 66,
    technique: "T1556",
    doc: "Libraries of name services",
    trigger: "lookup",
    runsAs: "*",
    unread: true,
    paths: {
      any: ["/{lib,lib64,usr/lib,usr/lib64,usr/local/lib}/libnss_*.so*", "/{lib,usr/lib}/*-linux-*/libnss_*.so*"],
    },
    parse: parseLoaded,
  },
  {
    id: "authorized_keys",
    row: 67,
    technique: "T1098.004",
    doc: "SSH keys that may log in",
    trigger: "ssh_login",
    runsAs: "root",
    paths: {
      any: [
        "~/.ssh/authorized_keys",
        "~/.ssh/authorized_keys2",
        "/etc/ssh/authorized_keys/*",
        "/etc/ssh/authorized_keys.d/*",
        "/etc/dropbear/authorized_keys",
      ],
    },
    parse: (file) =>
      parseAuthorizedKeys(file).map((entry) =>
        file.home === null && !file.path.startsWith("/etc/dropbear/") ? { ...entry, runsAs: userOf(file.path) } : entry,
      ),
  },
  {
    id: "sshd_config",
    includes: (file) => [...sshIncludes(file), ...sshdKeyFiles(file)],
    row: 68,
    technique: "T1098.004",
    doc: "Commands and key files of sshd",
    trigger: "ssh_login",
    runsAs: "*",
    paths: { any: ["/{etc,usr/etc}/ssh/sshd_config", "/{etc,usr/etc}/ssh/sshd_config.d/*.conf"] },
    parse: (file) => [
      ...sshdCommands(file).map((entry) => ({ ...entry, ...sshdUser(file, entry.key ?? "") })),
      ...keysMatching(
        "AuthorizedKeysFile|AuthorizedKeysCommandUser|Banner|PermitUserEnvironment|PermitRootLogin|Include|TrustedUserCAKeys|AcceptEnv",
        { setting: true },
      )(file),
    ],
  },
  {
    id: "ssh_rc",
    row: 69,
    technique: "T1546.004",
    doc: "Scripts that sshd runs at login",
    trigger: "ssh_login",
    runsAs: "*",
    paths: { any: ["~/.ssh/rc", "/etc/ssh/sshrc"] },
    parse: parseSourced,
  },
  {
    id: "ssh_config",
    includes: (file) => (file.home === null ? sshIncludes : sshIncludesOfHome)(file),
    row: 70,
    technique: "T1546",
    doc: "Commands of the ssh client",
    trigger: "ssh_use",
    runsAs: "*",
    paths: { any: ["~/.ssh/config", "~/.ssh/config.d/*", "/etc/ssh/ssh_config", "/etc/ssh/ssh_config.d/*.conf"] },
    parse: linesMatching({
      match:
        /^\s*(?<key>ProxyCommand|LocalCommand|KnownHostsCommand|PKCS11Provider|SecurityKeyProvider|Match\s.*\bexec)(?:\s*=\s*|\s+)"?(?<command>[^"\s][^"\n]*)(?:"\s*)?$/i,
    }),
  },
  {
    id: "trusted_hosts",
    row: 71,
    technique: "T1098",
    doc: "Hosts and principals trusted without a password",
    trigger: "remote_login",
    runsAs: "*",
    paths: { any: ["~/.{rhosts,shosts,k5login,k5users}", "/etc/hosts.equiv", "/etc/ssh/shosts.equiv"] },
    parse: linesMatching({ match: /^\s*(?<command>\S.*)$/, setting: true }),
  },
];
