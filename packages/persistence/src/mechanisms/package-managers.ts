import type { Entry } from "../entries/entry.ts";
import { parseExecutable } from "../entries/executable.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { linesMatching } from "../entries/lines.ts";
import { iniCommands, parseAptHooks } from "../entries/more.ts";
import { parseDigestList, parseMaintainerScript } from "../entries/package-database.ts";
import { parseLoaded } from "../entries/presence.ts";
import { parseSourced } from "../entries/sourced.ts";
import { parseQuotedWords } from "../parse/quoted-words.ts";
import type { Mechanism } from "./mechanism.ts";

const alpmCommands = iniCommands(/^(?:Exec|XferCommand)$/);

/** The command with its quotes and its words; pacman does not run what it cannot split. */
function withWords(entry: Entry): Entry {
  const command = entry.raw?.replace(/^[^=]*=\s*/, "") ?? "";
  const argv = parseQuotedWords(command, "alpm");
  return { ...entry, command, ...(argv === null ? { state: "ignored" } : { argv }) };
}

/** What package managers run. */
export const PACKAGE_MANAGERS: readonly Mechanism[] = [
  {
    id: "package_database",
    row: 116,
    technique: "T1554",
    doc: "Digest lists of dpkg that were changed after their package was unpacked",
    trigger: "command_use",
    runsAs: "*",
    unread: true,
    foreignOnly: true,
    paths: { debian: ["/var/lib/dpkg/info/*.{list,md5sums}"] },
    parse: parseDigestList,
  },
  {
    id: "dpkg_script",
    row: 105,
    technique: "T1546.016",
    doc: "Maintainer scripts that were changed after their package was unpacked, or belong to none",
    trigger: "package_operation",
    runsAs: "root",
    foreignOnly: true,
    paths: { debian: ["/var/lib/dpkg/info/*.{preinst,postinst,prerm,postrm,config}"] },
    parse: parseMaintainerScript,
  },
  {
    id: "apt_hook",
    includes: inclusionsMatching({ match: /Dir::Etc::Parts\s+"(?<path>\/[^"]+)"/i, base: "/etc/apt", directory: true }),
    row: 104,
    technique: "T1546.016",
    doc: "Commands of apt",
    trigger: "package_operation",
    runsAs: "root",
    paths: { debian: ["/etc/apt/apt.conf", "/etc/apt/apt.conf.d/*", "/usr/share/apt/*.conf"] },
    parse: parseAptHooks,
  },
  {
    id: "dpkg_hook",
    row: 105,
    technique: "T1546.016",
    doc: "Commands of dpkg",
    trigger: "package_operation",
    runsAs: "root",
    paths: { debian: ["/etc/dpkg/dpkg.cfg", "/etc/dpkg/dpkg.cfg.d/*", "~/.dpkg.cfg"] },
    parse: linesMatching({
      match: /^[ \t]*(?<key>(?:pre|post)-invoke|status-logger)\s*[=\s]\s*["']?(?<command>[^"'\n]+)["']?$/,
    }),
  },
  {
    id: "dnf_action",
    includes: inclusionsMatching({
      match: /^[ \t]*pluginpath\s*=\s*(?<path>\S.*)$/,
      base: "/etc/dnf",
      directory: true,
      mechanism: "dnf_plugin",
    }),
    row: 106,
    technique: "T1546.016",
    doc: "Actions of dnf",
    trigger: "package_operation",
    runsAs: "root",
    paths: {
      rhel: [
        "/etc/dnf/plugins/post-transaction-actions.d/*.action",
        "/etc/dnf/libdnf5-plugins/actions.d/*.actions",
        "/etc/dnf/{automatic,dnf}.conf",
        "/etc/yum.conf",
      ],
    },
    parse: linesMatching({
      match:
        /^\s*(?:(?<name>[^\s:#=[][^:#=[]*):(?<key>in|out|any):|(?<key>(?:pre|post|goal|hook|repos)_\w+):(?<name>[^:]*):[^:]*:[^:]*:|command_format\s*=\s*)(?<command>\S.*)$/,
    }),
  },
  {
    id: "dnf_plugin",
    row: 106,
    technique: "T1546.016",
    doc: "Plugins of yum and dnf",
    trigger: "package_operation",
    runsAs: "root",
    paths: {
      rhel: [
        "/usr/lib/yum-plugins/*.py",
        "/usr/lib/python*/site-packages/dnf-plugins/*.py",
        "/usr/lib64/libdnf/plugins/*.so",
        "/usr/lib64/libdnf5/plugins/*.so",
      ],
    },
    unread: true,
    parse: parseLoaded,
  },
  {
    id: "rpm_macro",
    row: 107,
    technique: "T1546.016",
    doc: "rpm macros that run a command",
    trigger: "package_operation",
    runsAs: "root",
    paths: { any: ["/etc/rpm/macros", "/etc/rpm/macros.*", "/usr/lib/rpm/macros.d/*", "~/.rpmmacros"] },
    parse: linesMatching({
      match: /^\s*%(?<name>(?:__\w*|_\w+_hook|\w+))\s+(?<command>.*%\((?:[^)]|\([^)]*\))*\).*)$/,
      setting: true,
    }),
  },
  {
    id: "rpm_scriptlet",
    row: 107,
    technique: "T1546.016",
    doc: "Scriptlets and triggers in rpm's database that were changed, or are of unsigned packages among signed ones",
    trigger: "package_operation",
    runsAs: "root",
    unread: true,
    paths: { any: ["/{usr/lib/sysimage,var/lib,usr/share}/rpm/rpmdb.sqlite"] },
    parse: () => [],
  },
  {
    id: "zypp_plugin",
    row: 108,
    technique: "T1546.016",
    doc: "Plugins of zypper, hooks of apk and xbps",
    trigger: "package_operation",
    runsAs: "root",
    paths: {
      suse: ["/usr/lib/zypp/plugins/*/*"],
      alpine: ["/etc/apk/commit_hooks.d/*", "/lib/apk/commit_hooks.d/*"],
      void: ["/usr/libexec/xbps-triggers/*"],
    },
    parse: parseExecutable,
  },
  {
    id: "pacman_hook",
    includes: inclusionsMatching({ match: /^[ \t]*HookDir\s*=\s*(?<path>\S+)/, base: "/", directory: true }),
    row: 108,
    technique: "T1546.016",
    doc: "Hooks of pacman",
    trigger: "package_operation",
    runsAs: "root",
    paths: { arch: ["/etc/pacman.d/hooks/*.hook", "/usr/share/libalpm/hooks/*.hook", "/etc/pacman.conf"] },
    parse: (file) => alpmCommands(file).map(withWords),
  },
  {
    id: "portage",
    row: 108,
    technique: "T1546.016",
    doc: "Shell files of Portage",
    trigger: "package_operation",
    runsAs: "root",
    paths: { gentoo: ["/etc/portage/bashrc", "/etc/portage/env/**/*"] },
    parse: parseSourced,
  },
];
